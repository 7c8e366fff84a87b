package io.reverie.standalone.client;

import io.reverie.schemas.JobFailed;

/** A worker refused or could not do a job. The message is one line: what was wrong and what is allowed. */
public final class JobFailedException extends Exception {

    private final transient JobFailed failure;

    public JobFailedException(JobFailed failure) {
        super(describe(failure));
        this.failure = failure;
    }

    public JobFailed failure() {
        return failure;
    }

    /** What was wrong and what is allowed, in one line. */
    public static String describe(JobFailed failure) {
        StringBuilder text = new StringBuilder(failure.getMessage().strip());
        // Some messages say it themselves.
        if (failure.getAllowed() != null
                && !failure.getAllowed().isBlank()
                && text.indexOf(failure.getAllowed().strip()) < 0) {
            if (text.length() > 0 && text.charAt(text.length() - 1) == '.') {
                text.setLength(text.length() - 1);
            }
            text.append("; allowed: ").append(failure.getAllowed().strip());
        }
        return text.append(" [")
                .append(failure.getCode())
                .append(']')
                .toString()
                .replaceAll("\\s+", " ");
    }
}
