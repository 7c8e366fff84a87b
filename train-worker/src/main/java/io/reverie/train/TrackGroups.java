package io.reverie.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import io.reverie.worker.JobRejectedException;

/** Which tracks are of one source, such as an artist; a network that is to be judged must not be trained on any of it. */
final class TrackGroups {

    private static final String FIELD = "group";

    private final SortedMap<String, List<Track>> groups = new TreeMap<>();

    private TrackGroups() {}

    /**
     * Groups tracks by what the one group of a regular expression matches in their keys.
     *
     * @throws JobRejectedException where the expression has not exactly one group, or is not found in a key
     */
    static TrackGroups of(String expression, List<Track> tracks) {
        TrackKeyPattern pattern = pattern(expression);
        TrackGroups result = new TrackGroups();
        Set<String> without = new TreeSet<>();
        for (Track track : tracks) {
            pattern.groupIn(track.key())
                    .ifPresentOrElse(
                            name -> result.groups
                                    .computeIfAbsent(name, any -> new ArrayList<>())
                                    .add(track),
                            () -> without.add(track.key()));
        }
        if (!without.isEmpty()) {
            throw JobRejectedException.invalidValue(
                    FIELD,
                    "'" + expression + "', which does not name the group of " + SplitRules.some(without),
                    "an expression that is found in the key of every labelled track of the data set");
        }
        return result;
    }

    /** @throws JobRejectedException where the expression has not exactly one group */
    static TrackKeyPattern pattern(String expression) {
        TrackKeyPattern pattern = new TrackKeyPattern(FIELD, expression);
        if (pattern.groups() != 1) {
            throw JobRejectedException.invalidValue(
                    FIELD,
                    "'" + expression + "', which has " + pattern.groups() + " groups",
                    "a regular expression with one group in parentheses; further ones as (?:…)");
        }
        return pattern;
    }

    /** The tracks of each group, by its name. */
    SortedMap<String, List<Track>> tracks() {
        return groups;
    }

    /**
     * Makes sure that a split parts no group.
     *
     * @throws JobRejectedException that names one which it parts
     */
    void requireWhole(Split split, String field) {
        Set<Track> training = new HashSet<>(split.training());
        groups.forEach((name, tracks) -> {
            List<Track> trained =
                    tracks.stream().filter(track -> training.contains(track)).toList();
            if (!trained.isEmpty() && trained.size() < tracks.size()) {
                Track kept = tracks.stream()
                        .filter(track -> !training.contains(track))
                        .findFirst()
                        .orElseThrow();
                throw JobRejectedException.invalidValue(
                        field,
                        "parting the group '" + name + "': '" + kept.key() + "' is kept and '"
                                + trained.get(0).key() + "' is trained on",
                        "a split that keeps all tracks of a group or none");
            }
        });
    }
}
