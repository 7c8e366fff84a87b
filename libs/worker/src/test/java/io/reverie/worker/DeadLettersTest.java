package io.reverie.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.reverie.schemas.JobCancelled;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLettersTest {

    private final List<Throwable> moved = new ArrayList<>();
    private final List<Object> acknowledged = new ArrayList<>();
    private Throwable problem;
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

    private final KafkaFailureHandler handler = new DeadLetters.Factory(
                    (config, vertx, consumer, report) -> new KafkaFailureHandler() {
                        @Override
                        public <K, V> Uni<Void> handle(
                                IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
                            moved.add(reason);
                            return problem == null
                                    ? Uni.createFrom().voidItem()
                                    : Uni.createFrom().failure(problem);
                        }
                    },
                    (topic, partition, offset) -> told)
            .create(null, null, null, null);

    private final KafkaCommitHandler commits = new KafkaCommitHandler() {
        @Override
        public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
            acknowledged.add(record.getPayload());
            return Uni.createFrom().voidItem();
        }
    };

    @Test
    void aRejectedRecordIsMovedWithoutItsUnboundedCause() {
        JobRejectedException rejected = new JobRejectedException(
                FailureCodes.INTERNAL_ERROR, null, "!".repeat(5000), null, new IllegalStateException("!".repeat(5000)));
        nack(new RuntimeException("around it", rejected));
        assertThat(moved).singleElement().isInstanceOfSatisfying(JobRejectedException.class, reason -> {
            assertThat(reason.code()).isEqualTo(FailureCodes.INTERNAL_ERROR);
            assertThat(reason.getMessage()).hasSize(1001);
            assertThat(reason).hasNoCause();
        });
    }

    @Test
    void anInterruptedJobsRecordIsNeitherMovedNorAcknowledged() {
        nack(new JobInterruptedException("dream-1"));
        assertThat(moved).isEmpty();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aCancelledJobsRecordIsAcknowledgedAndNotMoved() {
        nack(new RuntimeException(new JobCancelledException(
                JobCancelled.newBuilder().setJobId("a").build())));
        assertThat(moved).isEmpty();
        assertThat(acknowledged).containsExactly("value");
    }

    @Test
    void aFinishedJobWhoseResultCouldNotBePublishedIsNeitherMovedNorAcknowledged() {
        nack(new TimeoutException("Expiring 1 record(s)"));
        assertThat(moved).isEmpty();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aRecordThatIsTooLargeForADeadLetterIsDropped() {
        problem = new RecordTooLargeException("too large");
        nack(JobRejectedException.invalidValue("step", 3, "0 to 1"));
        assertThat(acknowledged).containsExactly("value");
    }

    @Test
    void aBrokerThatIsAwayLeavesTheRecordForTheNextStart() {
        problem = new TimeoutException("no broker");
        nack(JobRejectedException.invalidValue("step", 3, "0 to 1"));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aDeadLetterThatNobodyMayWriteYetLeavesTheRecordForTheNextStart() {
        problem = new TopicAuthorizationException("reverie.dream.requests.dlq");
        nack(JobRejectedException.invalidValue("step", 3, "0 to 1"));
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aRecordIsMovedOnlyWhenTheBrokerHasItsFailureThoughTheNextNeedNotWait() {
        told = new CompletableFuture<>();
        nack(JobRejectedException.invalidValue("step", 3, "0 to 1"));
        assertThat(moved).isEmpty();
        told.complete(null);
        assertThat(moved).hasSize(1);
    }

    @Test
    void aRecordWhoseFailureCannotBeSentIsNeitherMovedNorAcknowledged() {
        told = CompletableFuture.failedFuture(new TimeoutException("no broker"));
        nack(JobRejectedException.invalidValue("step", 3, "0 to 1"));
        assertThat(moved).isEmpty();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void moreThanManyAnswersAreWaitedFor() {
        told = new CompletableFuture<>();
        int first = 0;
        while (send(JobRejectedException.invalidValue("step", 3, "0 to 1")).isDone()) {
            first++;
        }
        assertThat(first).isEqualTo(64);
        told.complete(null);
        assertThat(moved).hasSize(65);
        assertThat(send(JobRejectedException.invalidValue("step", 3, "0 to 1"))).isDone();
    }

    private void nack(Throwable reason) {
        assertThat(send(reason)).isDone();
    }

    private CompletableFuture<Void> send(Throwable reason) {
        IncomingKafkaRecord<String, String> record = new IncomingKafkaRecord<>(
                new ConsumerRecord<>("reverie.dream.requests", 1, 17, "key", "value"),
                "dream-requests",
                0,
                commits,
                handler,
                false);
        return handler.handle(record, reason, Metadata.empty()).subscribeAsCompletionStage();
    }
}
