package io.reverie.worker;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * A request in the one form that its identity is computed from: JSON with sorted names. Left out are the header of
 * every event in it (id, createdAt, requester, correlationId: who asked, when) and every field that equals its
 * schema's default, so that the form stays what it is when fields are added later.
 *
 * <p>Numbers are written exactly and alike on every Java version; members of a union that has several kinds of record
 * carry their kind.
 */
public final class CanonicalRequest {

    private static final Set<String> HEADER =
            Set.of(EventHeaders.ID, EventHeaders.CREATED_AT, EventHeaders.REQUESTER, EventHeaders.CORRELATION_ID);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private CanonicalRequest() {}

    /** The canonical form. */
    public static String json(SpecificRecord request) {
        return write(node(request, request.getSchema()));
    }

    /** SHA-256 of job id and canonical form, 64 hexadecimal digits. */
    public static String hash(String jobId, SpecificRecord request) {
        ObjectNode identity = NODES.objectNode();
        identity.put("job", jobId);
        identity.set("request", node(request, request.getSchema()));
        return Sha256.of(write(identity));
    }

    /** SHA-256 that a job's artifacts lie under: of the request's hash, the inputs and the algorithm's version. */
    static String jobHash(String requestHash, SortedMap<String, String> inputs, String algorithmVersion) {
        ObjectNode identity = NODES.objectNode();
        identity.put("algorithm", algorithmVersion);
        ObjectNode pinned = identity.putObject("inputs");
        inputs.forEach(pinned::put);
        identity.put("request", requestHash);
        return Sha256.of(write(identity));
    }

    private static JsonNode node(Object value, Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record((IndexedRecord) value);
            case UNION -> union(value, schema);
            case ARRAY -> {
                var array = NODES.arrayNode();
                ((Collection<?>) value).forEach(element -> array.add(node(element, schema.getElementType())));
                yield array;
            }
            case MAP -> {
                SortedMap<String, JsonNode> sorted = new TreeMap<>();
                ((Map<?, ?>) value)
                        .forEach((key, held) -> sorted.put(key.toString(), node(held, schema.getValueType())));
                yield NODES.objectNode().setAll(sorted);
            }
            case NULL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case INT, LONG -> integer(value);
            case FLOAT, DOUBLE -> number(((Number) value).doubleValue());
            case BYTES -> bytes((ByteBuffer) value);
            case STRING, ENUM -> NODES.textNode(value.toString());
            case FIXED -> throw new IllegalArgumentException("No canonical form for " + schema.getFullName());
        };
    }

    private static ObjectNode record(IndexedRecord record) {
        Schema schema = record.getSchema();
        boolean event = HEADER.stream().allMatch(name -> schema.getField(name) != null);
        SortedMap<String, JsonNode> fields = new TreeMap<>();
        for (Schema.Field field : schema.getFields()) {
            if (event && HEADER.contains(field.name())) {
                continue;
            }
            JsonNode value = node(record.get(field.pos()), field.schema());
            if (!field.hasDefaultValue() || !value.equals(defaultOf(field))) {
                fields.put(field.name(), value);
            }
        }
        return NODES.objectNode().setAll(fields);
    }

    private static JsonNode defaultOf(Schema.Field field) {
        return node(SpecificData.get().getDefaultValue(field), field.schema());
    }

    private static JsonNode union(Object value, Schema union) {
        Schema member = union.getTypes().get(SpecificData.get().resolveUnion(union, value));
        JsonNode node = node(value, member);
        long records = union.getTypes().stream()
                .filter(type -> type.getType() == Schema.Type.RECORD)
                .count();
        return records > 1 ? NODES.objectNode().set(member.getName(), node) : node;
    }

    private static JsonNode integer(Object value) {
        long number = value instanceof Instant instant ? instant.toEpochMilli() : ((Number) value).longValue();
        return NODES.numberNode(number);
    }

    private static JsonNode number(double value) {
        if (!Double.isFinite(value)) {
            return NODES.textNode(Double.toString(value));
        }
        // Double.toString gives other digits from Java 19 on; the exact value does not depend on it.
        return NODES.textNode(
                value == 0 ? "0" : new BigDecimal(value).stripTrailingZeros().toPlainString());
    }

    private static JsonNode bytes(ByteBuffer value) {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        return NODES.textNode(Base64.getEncoder().encodeToString(copy));
    }

    private static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of nodes can always be written", e);
        }
    }
}
