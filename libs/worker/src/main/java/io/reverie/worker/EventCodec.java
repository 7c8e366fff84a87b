package io.reverie.worker;

import java.io.IOException;
import java.util.Map;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.smallrye.common.annotation.Identifier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Events as the bytes of Kafka records, by the serializer and deserializer classes that are configured ({@code
 * reverie.serializer}, {@code reverie.deserializer}). Both are configured with every {@code kafka.*} property, as the
 * channels' own are, so that a registry is named once.
 */
@ApplicationScoped
public class EventCodec {

    private final Serializer<SpecificRecord> serializer;
    private final Deserializer<?> deserializer;

    @Inject
    EventCodec(
            @ConfigProperty(name = "reverie.serializer") String serializer,
            @ConfigProperty(name = "reverie.deserializer") String deserializer,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this(serializer(serializer), instance("reverie.deserializer", deserializer, Deserializer.class));
        this.serializer.configure(kafka, false);
        this.deserializer.configure(kafka, false);
    }

    /** Encodes and decodes with given, configured serdes. */
    public EventCodec(Serializer<SpecificRecord> serializer, Deserializer<?> deserializer) {
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    /** The bytes of an event. */
    public synchronized byte[] encode(String topic, SpecificRecord event) {
        return serializer.serialize(topic, event);
    }

    /**
     * Reads an event.
     *
     * @param topic the record's topic
     * @param value the record's value; null is not an event
     * @throws JobRejectedException with the code undecodable where the bytes are not such an event
     * @throws IOException where the schema registry cannot be reached
     */
    public synchronized <T extends SpecificRecord> T decode(String topic, byte[] value, Class<T> type)
            throws IOException {
        if (value == null) {
            throw undecodable(type, "The record on " + topic + " has no value");
        }
        Object event;
        try {
            event = deserializer.deserialize(topic, value);
        } catch (RuntimeException e) {
            if (RegistryProblems.mayPass(e)) {
                throw new IOException("Cannot read the schema of a record on " + topic, e);
            }
            throw undecodable(type, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        if (!type.isInstance(event)) {
            String found = event == null ? "nothing" : "a " + event.getClass().getSimpleName();
            throw undecodable(type, "The record on " + topic + " is " + found);
        }
        return type.cast(event);
    }

    @PreDestroy
    void close() {
        serializer.close();
        deserializer.close();
    }

    private static JobRejectedException undecodable(Class<?> type, String message) {
        return new JobRejectedException(
                FailureCodes.UNDECODABLE, null, message, "a " + type.getSimpleName() + " event");
    }

    @SuppressWarnings("unchecked")
    private static Serializer<SpecificRecord> serializer(String className) {
        return (Serializer<SpecificRecord>) instance("reverie.serializer", className, Serializer.class);
    }

    private static <T> T instance(String key, String className, Class<T> kind) {
        try {
            return kind.cast(
                    Class.forName(className, true, Thread.currentThread().getContextClassLoader())
                            .getDeclaredConstructor()
                            .newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    key + " is " + className + ", which is not a usable Kafka " + kind.getSimpleName(), e);
        }
    }
}
