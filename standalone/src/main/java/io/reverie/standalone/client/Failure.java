package io.reverie.standalone.client;

import java.util.Objects;
import java.util.Optional;

import io.reverie.schemas.JobFailed;

/**
 * A job that failed.
 *
 * @param event what the worker said
 * @param deadLetter where the request lies now; empty where it is no dead letter, as of cancelled jobs, or is gone
 */
public record Failure(JobFailed event, Optional<RecordPosition> deadLetter) {

    public Failure {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(deadLetter, "deadLetter");
    }
}
