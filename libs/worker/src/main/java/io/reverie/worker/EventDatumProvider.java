package io.reverie.worker;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.apicurio.registry.serde.avro.AvroDatumProvider;
import io.reverie.schemas.EventBodyReader;
import io.reverie.schemas.SchemaHistory;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * How Apicurio's serdes read and write events. They are written with the schema as it was published, which is the text
 * that the registry has; the generated classes' own says in addition which Java class a string is. They are read as
 * without a registry: whole or not at all, within the memory that a record has.
 */
public final class EventDatumProvider implements AvroDatumProvider<SpecificRecord> {

    private final Map<String, Schema> published = new ConcurrentHashMap<>();
    private final Map<Schema, EventBodyReader> readers = new ConcurrentHashMap<>();

    @Override
    public Schema toSchema(SpecificRecord event) {
        return published.computeIfAbsent(event.getSchema().getName(), SchemaHistory::latestOf);
    }

    @Override
    public DatumWriter<SpecificRecord> createDatumWriter(SpecificRecord event, Schema schema) {
        return new EventWriter(schema, new SpecificDatumWriter<>(schema, SpecificData.getForClass(event.getClass())));
    }

    @Override
    public DatumReader<SpecificRecord> createDatumReader(Schema writer) {
        return new EventReader(readers.computeIfAbsent(writer, EventBodyReader::of));
    }

    private record EventWriter(Schema schema, DatumWriter<SpecificRecord> writer)
            implements DatumWriter<SpecificRecord> {

        @Override
        public void setSchema(Schema other) {
            writer.setSchema(other);
        }

        @Override
        public void write(SpecificRecord event, Encoder encoder) throws IOException {
            try {
                writer.write(event, encoder);
            } catch (AvroRuntimeException | NullPointerException | ClassCastException e) {
                throw new SerializationException("Cannot encode " + schema.getFullName() + ": " + e.getMessage(), e);
            }
        }
    }

    private record EventReader(EventBodyReader reader) implements DatumReader<SpecificRecord> {

        @Override
        public void setSchema(Schema writer) {
            // The reader is that of its schema.
        }

        @Override
        public SpecificRecord read(SpecificRecord reuse, Decoder decoder) throws IOException {
            byte[] body = ((BinaryDecoder) decoder).inputStream().readAllBytes();
            return reader.read(null, body, 0);
        }
    }
}
