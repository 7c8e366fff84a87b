package io.reverie.worker;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.JobFailed;
import io.smallrye.reactive.messaging.kafka.Record;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * Sends failures to the topic {@code reverie.failures}, keyed by job. Nobody waits for one while the next record is looked
 * at: {@link DeadLetters} asks for it before it acknowledges the request.
 */
@ApplicationScoped
class KafkaJobFailures implements JobFailures, SentFailures {

    /** Where a request lies. */
    private record Source(String topic, Integer partition, Long offset) {}

    private static final Logger LOG = Logger.getLogger(KafkaJobFailures.class);

    private final Emitter<Record<String, JobFailed>> emitter;
    private final Map<Source, CompletionStage<Void>> onTheirWay = new ConcurrentHashMap<>();

    KafkaJobFailures(
            @Channel("worker-failures") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    Emitter<Record<String, JobFailed>> emitter) {
        this.emitter = emitter;
    }

    @Override
    public void send(JobFailed failure, Headers request) {
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
        onTheirWay.put(
                new Source(failure.getTopic(), failure.getPartition(), failure.getOffset()),
                sent.exceptionallyCompose(problem -> unsent(failure, problem)));
    }

    @Override
    public CompletionStage<Void> sent(String topic, int partition, long offset) {
        CompletionStage<Void> sent = onTheirWay.remove(new Source(topic, partition, offset));
        return sent == null ? CompletableFuture.completedFuture(null) : sent;
    }

    private static CompletionStage<Void> unsent(JobFailed failure, Throwable problem) {
        if (KafkaProblems.mayPass(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        // Another attempt would fail alike.
        LOG.errorf(
                problem,
                "job=%s the broker takes no JobFailed for it: %s",
                ArtifactKeys.printable(failure.getJobId()),
                failure.getMessage());
        return CompletableFuture.completedFuture(null);
    }
}
