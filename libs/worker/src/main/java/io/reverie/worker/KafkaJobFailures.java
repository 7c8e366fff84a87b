package io.reverie.worker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.JobFailed;
import io.smallrye.reactive.messaging.kafka.Record;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Sends failures to the topic {@code reverie.failures}, keyed by job. */
@ApplicationScoped
class KafkaJobFailures implements JobFailures {

    private final Emitter<Record<String, JobFailed>> emitter;

    KafkaJobFailures(
            @Channel("worker-failures") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<Record<String, JobFailed>> emitter) {
        this.emitter = emitter;
    }

    @Override
    public void send(JobFailed failure) throws IOException {
        try {
            emitter.send(Record.of(failure.getJobId(), failure))
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("Cannot send the failure of job " + failure.getJobId(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while sending the failure of job " + failure.getJobId());
        }
    }
}
