package io.reverie.train;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.ListSplit;
import io.reverie.schemas.PatternSplit;
import io.reverie.worker.JobRejectedException;

/** From the {@code validation} field of a request to the split of a data set. */
final class SplitRules {

    private static final double LARGEST_FRACTION = 0.9;
    private static final int LONGEST_PATTERN = 1000;
    private static final int LARGEST_READS = 100_000;
    private static final int NAMED = 3;

    private SplitRules() {}

    /**
     * Parts the tracks as the request says.
     *
     * @param validation a {@link FractionSplit}, {@link ListSplit} or {@link PatternSplit}
     * @throws JobRejectedException where the value is not allowed, names a track that is not there, keeps nothing
     *     although it names something, or leaves a label without training tracks
     */
    static Split split(Object validation, List<Track> tracks, long seed) {
        Split split;
        if (validation instanceof FractionSplit rule) {
            split = byFraction(rule, tracks, seed);
        } else if (validation instanceof ListSplit rule) {
            split = byList(rule, tracks);
        } else if (validation instanceof PatternSplit rule) {
            split = byPattern(rule, tracks);
        } else {
            throw JobRejectedException.invalidValue("validation", validation, "a fraction, a list or a pattern");
        }
        requireEveryLabel(split);
        return split;
    }

    private static Split byFraction(FractionSplit rule, List<Track> tracks, long seed) {
        double fraction = rule.getFraction();
        if (!(fraction >= 0 && fraction <= LARGEST_FRACTION)) {
            throw JobRejectedException.invalidValue(
                    "validation.fraction", fraction, "0 (train on everything) to " + LARGEST_FRACTION);
        }
        return Split.fraction(tracks, fraction, seed);
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
        if (text.isEmpty() || text.length() > LONGEST_PATTERN) {
            throw JobRejectedException.invalidValue(
                    field, text.length() + " characters long", "a regular expression of 1 to " + LONGEST_PATTERN);
        }
        Split split;
        try {
            Pattern pattern = Pattern.compile(text);
            split = Split.keeping(tracks, key -> pattern.matcher(new BoundedText(key, LARGEST_READS))
                    .find());
        } catch (PatternSyntaxException | BoundedText.ReadsExhausted | StackOverflowError failure) {
            throw JobRejectedException.invalidValue(
                    field, "'" + text + "'", "a Java regular expression that does not backtrack without end");
        }
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
                    "validation",
                    "keeping every track of " + some(withoutTraining),
                    "a split that leaves each label at least one track to train on");
        }
    }

    private static String example(List<Track> tracks) {
        return "'" + tracks.get(0).key() + "'";
    }

    private static String some(Set<String> names) {
        String first = names.stream().limit(NAMED).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }
}
