package io.reverie.schemas;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads events in Avro single-object encoding. The writer's schema is found by its fingerprint among the current
 * schemas and every older version under {@code schemas/history}, so that events written by older builds are
 * understood; the reader's schema is that of the generated class.
 *
 * <p>Without settings. {@code null}, a tombstone, stays {@code null}. Everything else that is not exactly one event
 * raises a {@link SerializationException} that says why: not single-object encoded, unknown fingerprint, truncated,
 * trailing bytes. Safe for use by several threads.
 */
public final class SingleObjectAvroDeserializer implements Deserializer<SpecificRecord> {

    private final KnownSchemas schemas;

    /** Knows the current schemas and those of the history. */
    public SingleObjectAvroDeserializer() {
        this(KnownSchemas.get());
    }

    SingleObjectAvroDeserializer(KnownSchemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Decodes one event.
     *
     * @param topic for messages only; may be null
     */
    @Override
    public SpecificRecord deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        if (!SingleObjectHeader.startsWithMarker(data)) {
            throw new SerializationException("Not Avro single-object encoding" + SingleObjectHeader.on(topic) + ": "
                    + data.length + " bytes that do not begin with C3 01 and a fingerprint");
        }
        long fingerprint = SingleObjectHeader.fingerprint(data);
        EventBodyReader reader = schemas.find(fingerprint);
        if (reader == null) {
            throw new SerializationException("Unknown schema" + SingleObjectHeader.on(topic) + ": fingerprint "
                    + String.format("%016x", fingerprint)
                    + " is none of this build's events nor of their older versions");
        }
        return reader.read(topic, data, SingleObjectHeader.LENGTH);
    }
}
