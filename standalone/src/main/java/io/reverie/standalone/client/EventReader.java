package io.reverie.standalone.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import io.reverie.schemas.SingleObjectAvroDeserializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the events of topics. Records that are not events are passed over: a consumer of results has no say in what
 * others wrote. Only where a schema registry was not named and the records seem to need one, that is said: whoever waits for
 * an answer would wait for ever, and whoever asks what there is would be told that there is nothing.
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

    /** What the wire format of registries begins with, before an id of four bytes. */
    private static final byte REGISTRY_MARK = 0;

    private static final int REGISTRY_HEADER_BYTES = 5;

    private final RecordReader records;
    private final Deserializer<SpecificRecord> deserializer;
    private final boolean knowsRegistry;
    /** Topic of the last record that seems to need a registry; null where none did. */
    private String ofRegistry;

    private boolean readSome;

    private EventReader(RecordReader records, Deserializer<SpecificRecord> deserializer, ClientSettings settings) {
        this.records = records;
        this.deserializer = deserializer;
        this.knowsRegistry = !settings.deserializer().equals(SingleObjectAvroDeserializer.class.getName());
    }

    /** Reads what is written from now on. */
    static EventReader fromEnd(
            ClientSettings settings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        return new EventReader(RecordReader.fromEnd(settings, topics), deserializer, settings);
    }

    /** Reads everything that the topics keep. */
    static EventReader fromBeginning(
            ClientSettings settings, Deserializer<SpecificRecord> deserializer, Collection<String> topics)
            throws KafkaUnavailableException {
        return new EventReader(RecordReader.fromBeginning(settings, topics), deserializer, settings);
    }

    /**
     * Waits a little for the next events; none may have come.
     *
     * @throws RegistryUnavailableException where nothing was read yet but what needs a registry, and none was named
     */
    List<KeyedEvent> poll(Duration wait) {
        List<KeyedEvent> events = new ArrayList<>();
        records.poll(wait).forEach(record -> decode(record).ifPresent(events::add));
        requireNoRegistry();
        return events;
    }

    /**
     * Reads to where the topics end at the moment of the call.
     *
     * @throws RegistryUnavailableException where nothing can be read without a registry, and none was named
     */
    List<KeyedEvent> readToEnd() throws KafkaUnavailableException {
        List<KeyedEvent> events = new ArrayList<>();
        records.readToEnd(record -> decode(record).ifPresent(events::add));
        requireNoRegistry();
        return events;
    }

    private void requireNoRegistry() {
        // One among others is a stranger's.
        if (ofRegistry != null && !readSome) {
            throw new RegistryUnavailableException("The records on " + ofRegistry
                    + " are in the wire format of a schema registry: name it by --registry URL");
        }
    }

    private Optional<KeyedEvent> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            SpecificRecord event = deserializer.deserialize(record.topic(), record.value());
            readSome |= event != null;
            return Optional.of(new KeyedEvent(record.topic(), text(record.key()), event));
        } catch (KafkaException e) {
            byte[] value = record.value();
            if (!knowsRegistry && value.length > REGISTRY_HEADER_BYTES && value[0] == REGISTRY_MARK) {
                ofRegistry = record.topic();
            }
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
