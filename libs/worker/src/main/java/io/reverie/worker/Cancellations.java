package io.reverie.worker;

import java.time.Instant;
import java.util.Optional;

import io.reverie.schemas.JobCancelled;

/** Which jobs shall not be done. Safe for use by several threads; cheap enough to be asked at every iteration. */
@FunctionalInterface
public interface Cancellations {

    /**
     * The cancellation that stands against a job.
     *
     * @param jobId identity of the job
     * @param asked when the job was asked for; a cancellation made before that is about an earlier request. One whose
     *     maker did not say when it was made is about every request
     * @return empty where the job shall be done
     */
    Optional<JobCancelled> of(String jobId, Instant asked);
}
