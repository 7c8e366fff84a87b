package io.reverie.worker.signal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;

/** Turns what libs/audio says of a parameter ("hop must be 1 to 1024, but is 0") into a rejection of its field. */
final class InvalidParameter {

    private static final Pattern MESSAGE = Pattern.compile("(\\w+) must (.+), but .*", Pattern.DOTALL);

    private InvalidParameter() {}

    /** Rejects {@code parent.parameter}, or the parent where the message names no parameter. */
    static JobRejectedException of(String parent, IllegalArgumentException problem) {
        Matcher message = MESSAGE.matcher(problem.getMessage());
        String field = message.matches() ? parent + "." + message.group(1) : parent;
        String allowed = message.matches() ? message.group(2).replaceFirst("^be ", "") : null;
        return new JobRejectedException(
                FailureCodes.INVALID_VALUE, field, parent + ": " + problem.getMessage(), allowed, problem);
    }
}
