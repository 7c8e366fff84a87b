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
    private static final String TRACK_KEYS = "validation.trackKeys";
    private static final String PATTERN = "validation.pattern";
    private static final int NAMED = 3;

    private SplitRules() {}

    /**
     * Checks what can be told without tracks.
     *
     * @throws JobRejectedException where a fraction is out of range, a list empty, or an expression is none
     */
    static void check(Object validation, String group) {
        if (validation instanceof FractionSplit rule
                && !(rule.getFraction() >= 0 && rule.getFraction() <= LARGEST_FRACTION)) {
            throw JobRejectedException.invalidValue(
                    "validation.fraction", rule.getFraction(), "0 (train on everything) to " + LARGEST_FRACTION);
        } else if (validation instanceof ListSplit rule && rule.getTrackKeys().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    TRACK_KEYS, "empty", "track keys of the data set; to train on everything, the fraction 0");
        } else if (validation instanceof PatternSplit rule) {
            new TrackKeyPattern(PATTERN, rule.getPattern());
        }
        if (group != null) {
            TrackGroups.pattern(group);
        }
    }

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
        check(validation, group);
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
        return groups.map(whole -> Split.fraction(whole, fraction, seed))
                .orElseGet(() -> Split.fraction(tracks, fraction, seed));
    }

    private static Split byList(ListSplit rule, List<Track> tracks) {
        Set<String> named = new HashSet<>(rule.getTrackKeys());
        Set<String> unknown = new TreeSet<>(named);
        tracks.forEach(track -> unknown.remove(track.key()));
        if (!unknown.isEmpty()) {
            throw JobRejectedException.invalidValue(
                    TRACK_KEYS, some(unknown), "keys of labelled tracks of the data set, such as " + example(tracks));
        }
        return Split.keeping(tracks, named::contains);
    }

    private static Split byPattern(PatternSplit rule, List<Track> tracks) {
        String text = rule.getPattern();
        Split split = Split.keeping(tracks, new TrackKeyPattern(PATTERN, text)::isFoundIn);
        if (split.validation().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    PATTERN,
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
