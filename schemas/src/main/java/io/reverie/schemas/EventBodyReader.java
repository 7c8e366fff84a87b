package io.reverie.schemas;

import java.io.IOException;

import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads events as they were written with one schema, in Avro's binary encoding, whatever stands before that in a
 * record. What is not exactly one event is refused, and takes no more memory than the record has. Safe for use by
 * several threads.
 */
public final class EventBodyReader {

    private final Schema writer;
    private final Schema reader;
    private final SpecificData model;

    private EventBodyReader(Schema writer, Class<? extends SpecificRecord> event) {
        this.writer = writer;
        this.reader = SpecificData.get().getSchema(event);
        this.model = modelOf(event);
    }

    /**
     * A reader for what was written with a schema; it reads into the event class of that name.
     *
     * @throws SerializationException where no event has this name
     */
    public static EventBodyReader of(Schema writer) {
        return Events.ALL.stream()
                .filter(event ->
                        SpecificData.get().getSchema(event).getFullName().equals(writer.getFullName()))
                .findFirst()
                .map(event -> of(writer, event))
                .orElseThrow(() -> new SerializationException(writer.getFullName() + " is none of Reverie's events"));
    }

    static EventBodyReader of(Schema writer, Class<? extends SpecificRecord> event) {
        return new EventBodyReader(writer, event);
    }

    /**
     * Reads an event that begins at an offset and ends where the data end.
     *
     * @param topic for messages only; may be null
     * @throws SerializationException that says why it is no such event: truncated, damaged, trailing bytes
     */
    public SpecificRecord read(String topic, byte[] data, int offset) {
        String what = reader.getFullName() + SingleObjectHeader.on(topic);
        try {
            BoundedDecoder decoder = new BoundedDecoder(data, offset);
            SpecificRecord event = new SpecificDatumReader<SpecificRecord>(writer, reader, model).read(null, decoder);
            if (decoder.isEnd()) {
                return event;
            }
        } catch (IOException e) {
            throw new SerializationException("Truncated " + what + ": " + data.length + " bytes are too few", e);
        } catch (AvroRuntimeException | UnsupportedOperationException | IndexOutOfBoundsException e) {
            throw new SerializationException("Damaged " + what + ": " + e.getMessage(), e);
        }
        throw new SerializationException("Trailing bytes after " + what + ": the event ends before the record does");
    }

    /**
     * Resolves classes with the loader of the event classes. The thread's context loader, which Avro's shared model
     * would ask, belongs to somebody else in a Kafka client's thread.
     */
    private static SpecificData modelOf(Class<? extends SpecificRecord> event) {
        SpecificData model = new SpecificData(event.getClassLoader());
        for (Conversion<?> conversion : SpecificData.getForClass(event).getConversions()) {
            model.addLogicalTypeConversion(conversion);
        }
        return model;
    }
}
