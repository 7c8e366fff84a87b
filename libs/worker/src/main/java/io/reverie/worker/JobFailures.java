package io.reverie.worker;

import io.reverie.schemas.JobFailed;
import org.apache.kafka.common.header.Headers;

/** Tells whoever asked that a job failed. */
@FunctionalInterface
public interface JobFailures {

    /**
     * Sends a failure. It may be on its way still when this returns: the request stays unacknowledged until the broker has
     * it.
     *
     * @param request headers of the request's record, whose trace goes on
     */
    void send(JobFailed failure, Headers request);
}
