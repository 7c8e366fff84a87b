package io.reverie.standalone.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics from a place of its own choosing, without a consumer group. Records that are not events are passed
 * over: a consumer of results has no say in what others wrote.
 */
final class EventReader implements AutoCloseable {

    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(15);

    /**
     * An event and the key that it came under.
     *
     * @param topic name on the cluster
     * @param key Kafka key; null where it had none
     * @param event null: a tombstone
     */
    record KeyedEvent(String topic, String key, SpecificRecord event) {}

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<SpecificRecord> deserializer;
    private final List<TopicPartition> partitions;

    private EventReader(
            KafkaConsumer<String, byte[]> consumer,
            Deserializer<SpecificRecord> deserializer,
            List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        this.partitions = partitions;
    }

    /** Reads what is written from now on. */
    static EventReader fromEnd(
            Map<String, Object> consumerSettings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        EventReader reader = open(consumerSettings, deserializer, topics);
        reader.guarded(() -> {
            Map<TopicPartition, Long> ends = reader.consumer.endOffsets(reader.partitions, METADATA_TIMEOUT);
            ends.forEach(reader.consumer::seek);
        });
        return reader;
    }

    /** Reads everything that the topics keep. */
    static EventReader fromBeginning(
            Map<String, Object> consumerSettings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        EventReader reader = open(consumerSettings, deserializer, topics);
        reader.guarded(() -> {
            Map<TopicPartition, Long> beginnings =
                    reader.consumer.beginningOffsets(reader.partitions, METADATA_TIMEOUT);
            beginnings.forEach(reader.consumer::seek);
        });
        return reader;
    }

    private static EventReader open(
            Map<String, Object> settings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        EventReader reader = new EventReader(consumer, deserializer, partitions);
        try {
            reader.guarded(() -> {
                for (String topic : topics) {
                    partitions.addAll(reader.partitionsOf(topic));
                }
                consumer.assign(partitions);
            });
            return reader;
        } catch (KafkaUnavailableException e) {
            reader.close();
            throw e;
        }
    }

    private List<TopicPartition> partitionsOf(String topic) throws KafkaUnavailableException {
        List<PartitionInfo> found = consumer.partitionsFor(topic, METADATA_TIMEOUT);
        if (found == null || found.isEmpty()) {
            throw new KafkaUnavailableException("The topic " + topic
                    + " does not exist; `reverie topics create --bootstrap HOST:PORT` makes every topic");
        }
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Waits a little for the next events; none may have come. */
    List<KeyedEvent> poll(Duration wait) {
        List<KeyedEvent> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            decode(record).ifPresent(events::add);
        }
        return events;
    }

    /** Reads to where the topics end at the moment of the call. */
    List<KeyedEvent> readToEnd() throws KafkaUnavailableException {
        List<KeyedEvent> events = new ArrayList<>();
        guarded(() -> {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, METADATA_TIMEOUT);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                events.addAll(poll(Duration.ofMillis(200)));
            }
        });
        return events;
    }

    private Optional<KeyedEvent> decode(ConsumerRecord<String, byte[]> record) {
        try {
            return Optional.of(new KeyedEvent(
                    record.topic(), record.key(), deserializer.deserialize(record.topic(), record.value())));
        } catch (KafkaException e) {
            return Optional.empty();
        }
    }

    private interface KafkaCall {
        void run() throws KafkaUnavailableException;
    }

    private void guarded(KafkaCall call) throws KafkaUnavailableException {
        try {
            call.run();
        } catch (KafkaException e) {
            close();
            throw new KafkaUnavailableException("Kafka does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
