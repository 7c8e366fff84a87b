package io.reverie.worker;

import io.reverie.schemas.JobCancelled;

/**
 * Somebody asked that the job be stopped. It is answered by a {@code JobFailed} with the code {@link
 * FailureCodes#CANCELLED}; its record is acknowledged and is no dead letter, for nothing is wrong with it.
 */
public final class JobCancelledException extends JobRejectedException {

    /** Quotes the reason that was given, if any. */
    public JobCancelledException(JobCancelled cancellation) {
        super(
                FailureCodes.CANCELLED,
                null,
                "The job was cancelled" + (cancellation.getReason() == null ? "" : ": " + cancellation.getReason()),
                null);
    }
}
