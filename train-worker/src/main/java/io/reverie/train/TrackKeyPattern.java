package io.reverie.train;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.reverie.worker.JobRejectedException;

/** A regular expression of a request that is looked for in track keys; one that backtracks without end is rejected. */
final class TrackKeyPattern {

    private static final int LONGEST = 1000;
    private static final int LARGEST_READS = 100_000;

    private final String field;
    private final String text;
    private final Pattern pattern;

    /**
     * @param field where it is in the request
     * @throws JobRejectedException where it is no Java regular expression of 1 to 1000 characters
     */
    TrackKeyPattern(String field, String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw JobRejectedException.invalidValue(
                    field, text.length() + " characters long", "a regular expression of 1 to " + LONGEST);
        }
        this.field = field;
        this.text = text;
        try {
            this.pattern = Pattern.compile(text);
        } catch (PatternSyntaxException wrong) {
            String where = wrong.getIndex() < 0 ? "" : " at index " + wrong.getIndex();
            throw JobRejectedException.invalidValue(
                    field,
                    "'" + text + "', which is none: " + wrong.getDescription() + where,
                    "a Java regular expression");
        } catch (StackOverflowError tooDeep) {
            throw JobRejectedException.invalidValue(
                    field, "'" + text + "'", "a Java regular expression that is not nested so deeply");
        }
    }

    /** How many groups the expression has. */
    int groups() {
        return pattern.matcher("").groupCount();
    }

    /** Whether it is found anywhere in a key. */
    boolean isFoundIn(String key) {
        return search(key, Matcher::find);
    }

    /** What the first group matches where the expression is found first; empty where it, or the group, is not. */
    Optional<String> groupIn(String key) {
        return search(key, matcher -> matcher.find() ? Optional.ofNullable(matcher.group(1)) : Optional.empty());
    }

    private <T> T search(String key, Function<Matcher, T> answer) {
        try {
            return answer.apply(pattern.matcher(new BoundedText(key, LARGEST_READS)));
        } catch (BoundedText.ReadsExhausted | StackOverflowError failure) {
            throw unusable();
        }
    }

    private JobRejectedException unusable() {
        return JobRejectedException.invalidValue(
                field, "'" + text + "'", "a Java regular expression that does not backtrack without end");
    }
}
