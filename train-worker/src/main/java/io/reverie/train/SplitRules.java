package io.reverie.train;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.ListSplit;
import io.reverie.schemas.PatternSplit;
import io.reverie.worker.JobRejectedException;

/** From the {@code validation} field of a request to the split of a data set. */
final class SplitRules {

    private static final double LARGEST_FRACTION = 0.9;
    private static final String FIELD = "validation";
    private static final int NAMED = 3;

    private SplitRules() {}

    /**
     * Parts the tracks as the request says.
     *
     * @param validation a {@link FractionSplit}, {@link ListSplit} or {@link PatternSplit}
     * @param group regular expression with one group that names the source of a track, whose tracks are not to be parted;
     *     null: every track by itself
     * @throws JobRejectedException where a value is not allowed, names a track that is not there, keeps nothing although
     *     it names something, parts a group, or leaves a label without training tracks
     */
    static Split split(Object validation, String group, List<Track> tracks, long seed) {
        Optional<TrackGroups> groups = Optional.ofNullable(group).map(expression -> TrackGroups.of(expression, tracks));
        Split split;
        if (validation instanceof FractionSplit rule) {
            split = byFraction(rule, tracks, groups, seed);
        } else if (validation instanceof ListSplit rule) {
            split = byList(rule, tracks);
        } else if (validation instanceof PatternSplit rule) {
            split = byPattern(rule, tracks);
        } else {
            throw JobRejectedException.invalidValue(FIELD, validation, "a fraction, a list or a pattern");
        }
        groups.ifPresent(whole -> whole.requireWhole(split, FIELD));
        requireEveryLabel(split);
        return split;
    }

    private static Split byFraction(FractionSplit rule, List<Track> tracks, Optional<TrackGroups> groups, long seed) {
        double fraction = rule.getFraction();
        if (!(fraction >= 0 && fraction <= LARGEST_FRACTION)) {
            throw JobRejectedException.invalidValue(
                    "validation.fraction", fraction, "0 (train on everything) to " + LARGEST_FRACTION);
        }
        return groups.map(whole -> Split.fraction(whole, fraction, seed))
                .orElseGet(() -> Split.fraction(tracks, fraction, seed));
    }

    private static Split byList(ListSplit rule, List<Track> tracks) {
        String field = "validation.trackKeys";
        Set<String> named = new HashSet<>(rule.getTrackKeys());
        if (named.isEmpty()) {
            throw JobRejectedException.invalidValue(
                    field, "empty", "track keys of the data set; to train on everything, the fraction 0");
        }
        Set<String> unknown = new TreeSet<>(named);
        tracks.forEach(track -> unknown.remove(track.key()));
        if (!unknown.isEmpty()) {
            throw JobRejectedException.invalidValue(
                    field, some(unknown), "keys of labelled tracks of the data set, such as " + example(tracks));
        }
        return Split.keeping(tracks, named::contains);
    }

    private static Split byPattern(PatternSplit rule, List<Track> tracks) {
        String field = "validation.pattern";
        String text = rule.getPattern();
        Split split = Split.keeping(tracks, new TrackKeyPattern(field, text)::isFoundIn);
        if (split.validation().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    field,
                    "'" + text + "', which no track key matches",
                    "an expression found in keys such as " + example(tracks));
        }
        return split;
    }

    private static void requireEveryLabel(Split split) {
        Set<String> withoutTraining =
                split.validation().stream().map(Track::label).collect(Collectors.toCollection(TreeSet::new));
        split.training().forEach(track -> withoutTraining.remove(track.label()));
        if (!withoutTraining.isEmpty()) {
            throw JobRejectedException.invalidValue(
                    FIELD,
                    "keeping every track of " + some(withoutTraining),
                    "a split that leaves each label at least one track to train on");
        }
    }

    private static String example(List<Track> tracks) {
        return "'" + tracks.get(0).key() + "'";
    }

    /** The first of some names, quoted, and how many more there are. */
    static String some(Set<String> names) {
        String first = names.stream().limit(NAMED).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }
}
