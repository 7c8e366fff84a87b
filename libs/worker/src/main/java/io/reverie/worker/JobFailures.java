package io.reverie.worker;

import java.io.IOException;

import io.reverie.schemas.JobFailed;
import org.apache.kafka.common.header.Headers;

/** Tells whoever asked that a job failed. */
@FunctionalInterface
public interface JobFailures {

    /**
     * Sends a failure and returns when the broker has it.
     *
     * @param request headers of the request's record, whose trace goes on
     * @throws IOException where the broker could not be reached; it may succeed later
     */
    void send(JobFailed failure, Headers request) throws IOException;
}
