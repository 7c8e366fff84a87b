package io.reverie.standalone.output;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.schemas.Artifact;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events as JSON, one object a line: {@code event} with the name of the event first, then its fields under their own
 * names. Times are ISO 8601, numbers that JSON cannot say (NaN, infinities) are null, an artifact that lies on this
 * machine has its absolute {@code path}.
 */
public final class EventJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Function<Artifact, Optional<Path>> paths;

    /** @param paths where an artifact lies on this machine, if it does */
    public EventJson(Function<Artifact, Optional<Path>> paths) {
        this.paths = paths;
    }

    /** One line, without its end. */
    public String line(SpecificRecord event) {
        return write(node(event));
    }

    /** The event as a tree, to be added to. */
    public ObjectNode node(SpecificRecord event) {
        ObjectNode node = NODES.objectNode();
        node.put("event", event.getSchema().getName());
        addFields(node, event);
        return node;
    }

    /** Writes a tree as one line. */
    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain values can always be written", e);
        }
    }

    private void addFields(ObjectNode node, SpecificRecord event) {
        for (Schema.Field field : event.getSchema().getFields()) {
            node.set(field.name(), value(event.get(field.pos())));
        }
        if (event instanceof Artifact artifact) {
            paths.apply(artifact)
                    .ifPresent(path ->
                            node.put("path", path.toAbsolutePath().normalize().toString()));
        }
    }

    private JsonNode value(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof SpecificRecord nested) {
            ObjectNode node = NODES.objectNode();
            addFields(node, nested);
            return node;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode node = NODES.objectNode();
            map.forEach((key, entry) -> node.set(key.toString(), value(entry)));
            return node;
        }
        if (value instanceof Collection<?> list) {
            var array = NODES.arrayNode(list.size());
            list.forEach(entry -> array.add(value(entry)));
            return array;
        }
        if (value instanceof Instant time) {
            return NODES.textNode(time.toString());
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Integer || value instanceof Long) {
            return NODES.numberNode(((Number) value).longValue());
        }
        if (value instanceof Number number) {
            double decimal = number.doubleValue();
            return Double.isFinite(decimal) ? NODES.numberNode(decimal) : NODES.nullNode();
        }
        return NODES.textNode(value.toString());
    }
}
