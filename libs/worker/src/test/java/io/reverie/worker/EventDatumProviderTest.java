package io.reverie.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.SchemaHistory;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventDatumProviderTest {

    private final EventDatumProvider provider = new EventDatumProvider();
    private final DreamRequest request = Requests.dream("dream-1");

    @Test
    void whatIsWrittenIsOfThePublishedSchemaAndComesBack() throws IOException {
        // When
        Schema schema = provider.toSchema(request);
        byte[] body = write(request);

        // Then
        assertThat(schema).isEqualTo(SchemaHistory.latestOf("DreamRequest"));
        assertThat(schema.toString()).doesNotContain("avro.java.string");
        assertThat(read(schema, body)).isEqualTo(request);
        GenericRecord generic = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(body, null));
        assertThat(generic.get("dreamId")).hasToString("dream-1");
    }

    @Test
    void everyVersionIsRead() throws IOException {
        // Given
        Schema first = SchemaHistory.versionsOf("JobCancelled").get(0);
        byte[] body = {0, 0, 0, 0, 2, 'a', 0};

        // Then
        assertThat(read(first, body).get(first.getField("jobId").pos())).isEqualTo("a");
    }

    @Test
    void refusesWhatIsNotExactlyOneEvent() throws IOException {
        Schema schema = provider.toSchema(request);
        byte[] body = write(request);
        assertThatThrownBy(() -> read(schema, Arrays.copyOf(body, body.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Trailing bytes");
        assertThatThrownBy(() -> read(schema, Arrays.copyOf(body, body.length - 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Truncated");
        assertThatThrownBy(() -> read(SchemaBuilder.record("Other").fields().endRecord(), body))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Other is none of Reverie's events");
        assertThatThrownBy(() -> write(new DreamRequest()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("Cannot encode io.reverie.schemas.DreamRequest");
    }

    private byte[] write(SpecificRecord event) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        provider.createDatumWriter(event, provider.toSchema(event)).write(event, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private SpecificRecord read(Schema writer, byte[] body) throws IOException {
        // As Apicurio's deserializer does: from the middle of the record.
        byte[] record = new byte[body.length + 5];
        System.arraycopy(body, 0, record, 5, body.length);
        return provider.createDatumReader(writer)
                .read(null, DecoderFactory.get().binaryDecoder(record, 5, body.length, null));
    }
}
