package io.reverie.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
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
    private final TopicTable<JobCancelled> table = new TopicTable<>(TOPIC, JobCancelled.class, codec, () -> consumer);

    @Test
    void isEmptyWhereThereIsNoTopic() throws IOException {
        assertThat(table.catchUp()).isEmpty();
        assertThat(table.hasPartitions()).isFalse();
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
    void closingDoesNotWaitForABrokerThatIsAway() throws InterruptedException {
        // Given a table that waits for a broker which is not there
        CountDownLatch waiting = new CountDownLatch(1);
        TopicTable<JobCancelled> away = new TopicTable<>(TOPIC, JobCancelled.class, codec, () -> {
            Consumer<String, byte[]> none = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", "127.0.0.1:1"), new StringDeserializer(), new ByteArrayDeserializer());
            waiting.countDown();
            return none;
        });
        CompletableFuture<Map<String, JobCancelled>> reading = CompletableFuture.supplyAsync(() -> {
            try {
                return away.catchUp();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        // When it is closed
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        away.close();

        // Then the reading ends long before the minute that Kafka's clients wait for
        assertThat(reading).failsWithin(Duration.ofSeconds(20));
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

    @Test
    void losesNothingOfAnyPartitionWhereOneRecordCannotBeReadForNow() throws IOException {
        // Given a registry that cannot be reached for one record of the batch
        boolean[] reachable = {false};
        EventCodec codec = new EventCodec(new SingleObjectAvroSerializer(), (topic, data) -> {
            JobCancelled event = (JobCancelled) new SingleObjectAvroDeserializer().deserialize(topic, data);
            if (!reachable[0] && event.getReason().equals("c")) {
                throw new SerializationException(new ConnectException("refused"));
            }
            return event;
        });
        TopicTable<JobCancelled> table = new TopicTable<>(TOPIC, JobCancelled.class, codec, () -> consumer);
        partitions(2);
        Runnable records = () -> {
            ends.clear();
            add(0, "a", cancelled("a"));
            add(0, "b", cancelled("b"));
            add(1, "c", cancelled("c"));
            add(1, "d", cancelled("d"));
        };
        atNextPoll(records);
        ends(Map.of(0, 2L, 1, 2L));
        assertThatThrownBy(table::catchUp).isInstanceOf(IOException.class);
        assertThat(consumer.position(new TopicPartition(TOPIC, 0))).isZero();
        assertThat(consumer.position(new TopicPartition(TOPIC, 1))).isZero();

        // When it is back, then the whole batch is read again
        reachable[0] = true;
        atNextPoll(records);
        assertThat(table.catchUp().keySet()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void anOlderEventThatIsPublishedAgainDoesNotReplaceANewerOne() throws IOException {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        partitions(1);
        atNextPoll(() -> {
            add(0, "a", cancelled("first", first));
            add(0, "a", cancelled("second", first.plusSeconds(1)));
            add(0, "a", cancelled("first again", first));
            add(0, "b", cancelled("b", first));
            add(0, "b", cancelled("without time", Instant.EPOCH));
        });
        ends(Map.of(0, 5L));
        assertThat(table.catchUp().get("a").getReason()).isEqualTo("second");
        assertThat(table.catchUp().get("b").getReason()).isEqualTo("without time");
    }

    @Test
    void followsWhatIsWrittenAfterItHasCaughtUp() throws IOException {
        // Given
        partitions(1);
        ends(Map.of(0, 0L));
        Map<String, JobCancelled> before = table.catchUp();
        assertThat(table.hasPartitions()).isTrue();

        // When nothing comes, then the answer is the same
        assertThat(table.awaitMore(Duration.ofMillis(1))).isSameAs(before);

        // When something comes
        atNextPoll(() -> add(0, "a", cancelled("a")));
        assertThat(table.awaitMore(Duration.ofMillis(1)).keySet()).containsExactly("a");
    }

    @Test
    void asksNoBrokerBeforeItIsRead() {
        TopicTable<JobCancelled> lazy = new TopicTable<>(TOPIC, JobCancelled.class, codec, () -> {
            throw new KafkaException("no broker");
        });
        assertThatThrownBy(lazy::catchUp).isInstanceOf(IOException.class);
        lazy.close();
        assertThatThrownBy(lazy::catchUp).isInstanceOf(IOException.class).hasMessageContaining("is closed");
    }

    @Test
    void doesNotWaitForEverForWhatTheBrokerDoesNotSend() {
        TopicTable<JobCancelled> table =
                new TopicTable<>(TOPIC, JobCancelled.class, codec, () -> consumer, Duration.ofMillis(10));
        partitions(1);
        ends(Map.of(0, 1L));
        assertThatThrownBy(table::catchUp).isInstanceOf(IOException.class).hasMessageContaining("nothing came");
    }

    @Test
    void closingEndsAReadThatGoesOn() throws Exception {
        // Given a read that waits for a record that does not come
        partitions(1);
        ends(Map.of(0, 1L));
        CompletableFuture<Void> reading = new CompletableFuture<>();
        atNextPoll(() -> reading.complete(null));
        CompletableFuture<Map<String, JobCancelled>> read = CompletableFuture.supplyAsync(() -> {
            try {
                return table.catchUp();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reading.get(10, TimeUnit.SECONDS);

        // When the table is closed, then the read ends, and so does the consumer
        table.close();
        assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasMessageContaining("is closed");
        assertThat(consumer.closed()).isTrue();
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
        return cancelled(reason, Instant.EPOCH);
    }

    private static byte[] cancelled(String reason, Instant createdAt) {
        return new SingleObjectAvroSerializer()
                .serialize(
                        TOPIC,
                        JobCancelled.newBuilder()
                                .setJobId("job")
                                .setCreatedAt(createdAt)
                                .setReason(reason)
                                .build());
    }
}
