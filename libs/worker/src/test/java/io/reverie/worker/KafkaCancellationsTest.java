package io.reverie.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class KafkaCancellationsTest {

    private static final String TOPIC = "reverie.cancellations";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final EventCodec codec =
            new EventCodec(new SingleObjectAvroSerializer(), new SingleObjectAvroDeserializer());
    private final AtomicInteger failedConnections = new AtomicInteger();
    private final KafkaCancellations cancellations = new KafkaCancellations(
            new TopicTable<>(TOPIC, JobCancelled.class, codec, () -> {
                if (failedConnections.getAndDecrement() > 0) {
                    throw new KafkaException("no broker");
                }
                return consumer;
            }),
            Duration.ofMillis(10),
            Duration.ofSeconds(10));

    @BeforeEach
    void makeTopic() {
        Node node = new Node(0, "localhost", 9092);
        Node[] nodes = {node};
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, nodes, nodes)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    @AfterEach
    void stop() {
        cancellations.stop(null);
    }

    @Test
    void aCancellationIsAboutRequestsThatWereMadeBeforeIt() {
        // Given cancellations from before the start
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        consumer.schedulePollTask(() -> {
            add(0, "dream-1", NOON);
            add(1, "dream-2", Instant.EPOCH);
        });

        // When
        cancellations.start(null);

        // Then they are known at the first question
        assertThat(cancellations.of("dream-1", NOON.minusMillis(1))).isPresent();
        assertThat(cancellations.of("dream-1", NOON)).isPresent();
        assertThat(cancellations.of("dream-1", NOON.plusMillis(1))).isEmpty();
        assertThat(cancellations.of("dream-2", NOON)).isPresent();
        assertThat(cancellations.of("dream-3", NOON)).isEmpty();
    }

    @Test
    void aCancellationIsKnownSoonAfterItWasMade() throws InterruptedException {
        cancellations.start(null);
        assertThat(cancellations.of("dream-1", NOON)).isEmpty();
        consumer.schedulePollTask(() -> add(0, "dream-1", NOON));
        while (cancellations.of("dream-1", NOON).isEmpty()) {
            Thread.sleep(1);
        }
    }

    @Test
    void aBrokerThatIsAwayStopsNoJobAndIsTriedAgain() throws InterruptedException {
        failedConnections.set(2);
        consumer.updateEndOffsets(Map.of(PARTITION, 1L));
        consumer.schedulePollTask(() -> add(0, "dream-1", NOON));
        cancellations.start(null);
        assertThat(cancellations.of("dream-2", NOON)).isEmpty();
        while (cancellations.of("dream-1", NOON).isEmpty()) {
            Thread.sleep(1);
        }
    }

    @Test
    void aTopicThatIsNotThereStopsNoJob() {
        consumer.updatePartitions(TOPIC, List.of());
        cancellations.start(null);
        assertThat(cancellations.of("dream-1", NOON)).isEmpty();
    }

    private void add(long offset, String key, Instant createdAt) {
        JobCancelled event =
                JobCancelled.newBuilder().setJobId(key).setCreatedAt(createdAt).build();
        consumer.addRecord(
                new ConsumerRecord<>(TOPIC, 0, offset, key, new SingleObjectAvroSerializer().serialize(TOPIC, event)));
    }
}
