package io.reverie.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Events made from their schema alone: every field filled with something that is not its default. */
final class SampleEvents {

    private SampleEvents() {}

    /**
     * A record with all fields filled.
     *
     * @param branch which member of a union that is not null, counted from 0, around where there are fewer
     */
    static GenericRecord filled(Schema schema, int branch) {
        return (GenericRecord) value(schema, branch);
    }

    /** Single-object encoding by Avro's generic classes alone, without any class under test. */
    static byte[] encode(GenericRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            byte[] fingerprint = SchemaNormalization.parsingFingerprint("CRC-64-AVRO", record.getSchema());
            bytes.write(new byte[] {(byte) 0xC3, 1});
            bytes.write(fingerprint);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException | java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    private static Object value(Schema schema, int branch) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema(), branch)));
                yield record;
            }
            case UNION -> {
                List<Schema> members = schema.getTypes().stream()
                        .filter(member -> member.getType() != Schema.Type.NULL)
                        .toList();
                yield value(members.get(branch % members.size()), branch);
            }
            case ENUM -> new GenericData.EnumSymbol(
                    schema, schema.getEnumSymbols().get(schema.getEnumSymbols().size() - 1));
            case ARRAY -> List.of(value(schema.getElementType(), branch), value(schema.getElementType(), branch));
            case MAP -> Map.of("jazz", value(schema.getValueType(), branch));
            case STRING -> "Größe " + branch;
            case INT -> 41 + branch;
            case LONG -> 1_700_000_000_123L + branch;
            case FLOAT -> 0.25f;
            case DOUBLE -> 0.1 + branch;
            case BOOLEAN -> branch % 2 == 0;
            case BYTES -> ByteBuffer.wrap(new byte[] {1, 2, 3});
            case FIXED, NULL -> throw new IllegalArgumentException("No sample for " + schema);
        };
    }
}
