package io.reverie.worker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.JobFailed;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Sends failures to the topic {@code reverie.failures}, keyed by job. */
@ApplicationScoped
class KafkaJobFailures implements JobFailures {

    private static final Logger LOG = Logger.getLogger(KafkaJobFailures.class);

    private final Emitter<Record<String, JobFailed>> emitter;

    KafkaJobFailures(
            @Channel("worker-failures") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<Record<String, JobFailed>> emitter) {
        this.emitter = emitter;
    }

    @Override
    public void send(JobFailed failure, Headers request) throws IOException {
        String job = ArtifactKeys.printable(failure.getJobId());
        try {
            CompletableFuture<Void> sent = new CompletableFuture<>();
            emitter.send(Message.of(
                            Record.of(failure.getJobId(), failure),
                            () -> {
                                sent.complete(null);
                                return CompletableFuture.completedFuture(null);
                            },
                            problem -> {
                                sent.completeExceptionally(problem);
                                return CompletableFuture.completedFuture(null);
                            })
                    .addMetadata(OutgoingKafkaRecordMetadata.builder()
                            .withHeaders(TraceContext.of(request))
                            .build()));
            sent.get();
        } catch (ExecutionException e) {
            if (isRetriable(e)) {
                throw new IOException("Cannot send the failure of job " + job, e.getCause());
            }
            // Another attempt would fail alike and hold up every other job.
            LOG.errorf(e.getCause(), "job=%s the broker takes no JobFailed for it: %s", job, failure.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while sending the failure of job " + job);
        }
    }

    private static boolean isRetriable(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(RetriableException.class::isInstance);
    }
}
