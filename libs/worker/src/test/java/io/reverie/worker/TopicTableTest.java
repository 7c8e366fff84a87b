package io.reverie.worker;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against Kafka's own consumer for tests; a broker's is met in standalone. */
@Timeout(30)
class TopicTableTest {

    private static final String TOPIC = "reverie.cancellations";

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final EventCodec codec =
            new EventCodec(new SingleObjectAvroSerializer(), new SingleObjectAvroDeserializer());
    private final TopicTable<JobCancelled> table = new TopicTable<>(TOPIC, JobCancelled.class, codec, consumer);

    @Test
    void isEmptyWhereThereIsNoTopic() throws IOException {
        assertThat(table.catchUp()).isEmpty();
    }

    @Test
    void keepsTheLatestOfEachKeyOverAllPartitions() throws IOException {
        // Given two partitions with a replaced, a removed and unreadable records
        partitions(2);
        atNextPoll(() -> {
            add(0, "a", cancelled("first"));
            add(0, "b", cancelled("b"));
            add(0, "a", cancelled("second"));
            add(1, "c", cancelled("c"));
            add(1, "c", null);
            add(1, "d", new byte[] {1, 2, 3});
            add(1, null, cancelled("no key"));
            add(1, "e", new SingleObjectAvroSerializer().serialize(TOPIC, Requests.dream("another-event")));
        });
        ends(Map.of(0, 3L, 1, 5L));

        // When it is read to its end
        Map<String, JobCancelled> read = table.catchUp();

        // Then each key has its latest readable event
        assertThat(read.keySet()).containsExactly("a", "b");
        assertThat(read.get("a").getReason()).isEqualTo("second");
    }

    @Test
    void goesOnWhereItStoppedAndFindsNewPartitions() throws IOException {
        partitions(1);
        atNextPoll(() -> add(0, "a", cancelled("first")));
        ends(Map.of(0, 1L));
        Map<String, JobCancelled> before = table.catchUp();

        // When more is written, also to a partition that is new
        partitions(2);
        atNextPoll(() -> {
            add(0, "b", cancelled("b"));
            add(1, "c", cancelled("c"));
        });
        ends(Map.of(0, 2L, 1, 1L));

        // Then the table has all of it, and the earlier answer is what it was
        assertThat(table.catchUp().keySet()).containsExactly("a", "b", "c");
        assertThat(before.keySet()).containsExactly("a");
    }

    @Test
    void aBrokerThatCannotBeReachedMaySucceedLater() throws IOException {
        partitions(1);
        atNextPoll(() -> add(0, "a", cancelled("a")));
        ends(Map.of(0, 1L));
        consumer.setOffsetsException(new TimeoutException("no broker"));

        assertThatThrownBy(table::catchUp).isInstanceOf(IOException.class).hasMessageContaining(TOPIC);
        assertThat(table.catchUp().keySet()).containsExactly("a");
    }

    private void partitions(int count) {
        Node node = new Node(0, "localhost", 9092);
        List<PartitionInfo> partitions = java.util.stream.IntStream.range(0, count)
                .mapToObj(number -> new PartitionInfo(TOPIC, number, node, new Node[] {node}, new Node[] {node}))
                .toList();
        consumer.updatePartitions(TOPIC, partitions);
        partitions.forEach(partition ->
                consumer.updateBeginningOffsets(Map.of(new TopicPartition(TOPIC, partition.partition()), 0L)));
    }

    private void atNextPoll(Runnable task) {
        consumer.schedulePollTask(task);
    }

    private void ends(Map<Integer, Long> byPartition) {
        byPartition.forEach(
                (partition, end) -> consumer.updateEndOffsets(Map.of(new TopicPartition(TOPIC, partition), end)));
    }

    private void add(int partition, String key, byte[] value) {
        long offset = ends.merge(new TopicPartition(TOPIC, partition), 1L, Long::sum) - 1;
        consumer.addRecord(new ConsumerRecord<>(TOPIC, partition, offset, key, value));
    }

    private static byte[] cancelled(String reason) {
        return new SingleObjectAvroSerializer()
                .serialize(
                        TOPIC,
                        JobCancelled.newBuilder()
                                .setJobId("job")
                                .setReason(reason)
                                .build());
    }
}
