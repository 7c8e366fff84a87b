package io.reverie.schemas;

import java.io.IOException;
import java.util.List;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each event is read with an older and a newer version of its schema, in both directions. */
class SchemaEvolutionTest {

    static List<Class<? extends SpecificRecord>> events() {
        return Events.ALL;
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatAnOlderVersionWrote(Class<? extends SpecificRecord> event) {
        // Given an event that was written before any field with a default existed
        Schema current = SpecificData.get().getSchema(event);
        GenericRecord written = SampleEvents.filled(SchemaVersions.older(current), 0);

        // When this build reads it
        SpecificRecord read = read(written, event);

        // Then what was written is there, and everything else has its default
        for (Schema.Field field : current.getFields()) {
            Object value = read.get(field.pos());
            if (field.schema().getType() == Schema.Type.MAP && field.hasDefaultValue()) {
                // Avro gives maps no order to compare by.
                assertThat(value).as(field.name()).isEqualTo(SpecificData.get().getDefaultValue(field));
            } else if (field.hasDefaultValue()) {
                assertThat(SpecificData.get().compare(value, SpecificData.get().getDefaultValue(field), field.schema()))
                        .as(field.name())
                        .isZero();
            } else if (field.schema().getType() == Schema.Type.STRING) {
                assertThat(value)
                        .as(field.name())
                        .hasToString(written.get(field.name()).toString());
            } else {
                assertThat(value).as(field.name()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatANewerVersionWrote(Class<? extends SpecificRecord> event) {
        // Given an event of a later version: fields that this build does not know, and the last symbol of every enum,
        // which it does not know either
        Schema current = SpecificData.get().getSchema(event);
        GenericRecord written = SampleEvents.filled(SchemaVersions.newer(current), 0);

        // When this build, which was given that version's schema, reads it
        SpecificRecord read = read(written, event);

        // Then known fields are kept and unknown symbols became the enum's default
        for (Schema.Field field : current.getFields()) {
            Object value = read.get(field.pos());
            switch (field.schema().getType()) {
                case ENUM -> assertThat(value)
                        .as(field.name())
                        .hasToString(field.schema().getEnumDefault());
                case STRING, INT, DOUBLE, BOOLEAN -> assertThat(value)
                        .as(field.name())
                        .hasToString(written.get(field.name()).toString());
                default -> assertThat(value).as(field.name()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void isReadByOlderAndNewerVersions(Class<? extends SpecificRecord> event) throws IOException {
        // Given an event of this build
        Schema current = SpecificData.get().getSchema(event);
        GenericRecord written = SampleEvents.filled(current, 0);

        for (Schema version : List.of(SchemaVersions.older(current), SchemaVersions.newer(current))) {
            // When a consumer with another version reads it
            GenericRecord read = readAs(version, written);

            // Then it gets every field that it knows
            for (Schema.Field field : version.getFields()) {
                if (current.getField(field.name()) == null) {
                    assertThat(read.get(field.name()))
                            .as(field.name())
                            .isEqualTo(GenericData.get().getDefaultValue(field));
                } else if (field.schema().getType() == Schema.Type.STRING) {
                    assertThat(read.get(field.name()))
                            .hasToString(written.get(field.name()).toString());
                }
            }
        }
    }

    private static SpecificRecord read(GenericRecord written, Class<? extends SpecificRecord> event) {
        KnownSchemas schemas = KnownSchemas.get().with(written.getSchema(), event);
        try (SingleObjectAvroDeserializer deserializer = new SingleObjectAvroDeserializer(schemas)) {
            SpecificRecord read = deserializer.deserialize("topic", SampleEvents.encode(written));
            assertThat(read).isInstanceOf(event);
            return read;
        }
    }

    private static GenericRecord readAs(Schema reader, GenericRecord written) throws IOException {
        byte[] bytes = SampleEvents.encode(written);
        return new GenericDatumReader<GenericRecord>(written.getSchema(), reader)
                .read(
                        null,
                        DecoderFactory.get()
                                .binaryDecoder(
                                        bytes,
                                        SingleObjectHeader.LENGTH,
                                        bytes.length - SingleObjectHeader.LENGTH,
                                        null));
    }
}
