package io.reverie.standalone.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the events of topics. Records that are not events are passed over: a consumer of results has no say in what
 * others wrote.
 */
final class EventReader implements AutoCloseable {

    /**
     * An event and the key that it came under.
     *
     * @param topic name on the cluster
     * @param key Kafka key; null where it had none
     * @param event null: a tombstone
     */
    record KeyedEvent(String topic, String key, SpecificRecord event) {}

    private final RecordReader records;
    private final Deserializer<SpecificRecord> deserializer;

    private EventReader(RecordReader records, Deserializer<SpecificRecord> deserializer) {
        this.records = records;
        this.deserializer = deserializer;
    }

    /** Reads what is written from now on. */
    static EventReader fromEnd(
            ClientSettings settings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        return new EventReader(RecordReader.fromEnd(settings, topics), deserializer);
    }

    /** Reads everything that the topics keep. */
    static EventReader fromBeginning(
            ClientSettings settings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        return new EventReader(RecordReader.fromBeginning(settings, topics), deserializer);
    }

    /** Waits a little for the next events; none may have come. */
    List<KeyedEvent> poll(Duration wait) {
        List<KeyedEvent> events = new ArrayList<>();
        records.poll(wait).forEach(record -> decode(record).ifPresent(events::add));
        return events;
    }

    /** Reads to where the topics end at the moment of the call. */
    List<KeyedEvent> readToEnd() throws KafkaUnavailableException {
        List<KeyedEvent> events = new ArrayList<>();
        records.readToEnd(record -> decode(record).ifPresent(events::add));
        return events;
    }

    private Optional<KeyedEvent> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.of(new KeyedEvent(
                    record.topic(), text(record.key()), deserializer.deserialize(record.topic(), record.value())));
        } catch (KafkaException e) {
            return Optional.empty();
        }
    }

    /** A record's key as text; null where it has none. */
    static String text(byte[] key) {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        records.close();
    }
}
