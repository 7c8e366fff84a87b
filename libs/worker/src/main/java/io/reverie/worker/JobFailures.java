package io.reverie.worker;

import java.io.IOException;

import io.reverie.schemas.JobFailed;

/** Tells whoever asked that a job failed. */
@FunctionalInterface
public interface JobFailures {

    /**
     * Sends a failure and returns when the broker has it.
     *
     * @throws IOException where the broker could not be reached; it may succeed later
     */
    void send(JobFailed failure) throws IOException;
}
