package io.reverie.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes events in Avro single-object encoding: two marker bytes {@code C3 01}, the schema's CRC-64-AVRO fingerprint
 * in little-endian order, the Avro binary body (Avro specification, "Single-object encoding"). No registry is needed.
 *
 * <p>Without settings and safe for use by several threads. {@code null} stays {@code null}, a tombstone.
 */
public final class SingleObjectAvroSerializer implements Serializer<SpecificRecord> {

    /**
     * Encodes one event.
     *
     * @param topic for messages only; may be null
     * @throws SerializationException where a field that must have a value has none
     */
    @Override
    public byte[] serialize(String topic, SpecificRecord event) {
        if (event == null) {
            return null;
        }
        Schema schema = event.getSchema();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(SingleObjectHeader.of(SchemaNormalization.parsingFingerprint64(schema)));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            SpecificData model = SpecificData.getForClass(event.getClass());
            new SpecificDatumWriter<SpecificRecord>(schema, model).write(event, encoder);
            encoder.flush();
        } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException e) {
            throw new SerializationException(
                    "Cannot encode " + schema.getFullName() + SingleObjectHeader.on(topic) + ": " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }
}
