package io.reverie.worker;

import java.util.ArrayList;
import java.util.List;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadLettersTest {

    private final List<Throwable> moved = new ArrayList<>();
    private final KafkaFailureHandler handler = new DeadLetters.Factory(
                    (config, vertx, consumer, report) -> new KafkaFailureHandler() {
                        @Override
                        public <K, V> Uni<Void> handle(
                                IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
                            moved.add(reason);
                            return Uni.createFrom().voidItem();
                        }
                    })
            .create(null, null, null, null);

    @Test
    void aRejectedRecordIsMoved() {
        JobRejectedException rejected = JobRejectedException.invalidValue("step", 3, "0 to 1");
        handler.handle(null, rejected, Metadata.empty()).await().indefinitely();
        assertThat(moved).containsExactly(rejected);
    }

    @Test
    void anInterruptedJobsRecordIsNeitherMovedNorAcknowledged() {
        // The record is null: acknowledging it would fail.
        handler.handle(null, new JobInterruptedException("dream-1"), Metadata.empty())
                .await()
                .indefinitely();
        assertThat(moved).isEmpty();
    }
}
