package io.reverie.worker;

/**
 * The worker stops while the job runs, or the job's partition goes to another worker. The record is neither acknowledged nor dead-lettered, so that it is delivered
 * again, to this worker after its restart or to another one.
 */
public final class JobInterruptedException extends RuntimeException {

    /**
     * Names the job.
     *
     * @param job its id, or how the log speaks of it
     */
    public JobInterruptedException(String job) {
        // No stack trace: nothing went wrong, and the connector logs every exception whole.
        super(
                "The job (" + Printable.of(job, Printable.LONGEST)
                        + ") was interrupted, as the worker stops or the partition goes to another one; it will be delivered again",
                null,
                false,
                false);
    }
}
