package io.reverie.standalone.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.avro.AvroMissingFieldException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events from JSON. A field that is left out has the default of its schema. Of a choice of records the value is an object with
 * the one name, {@code {"SweepSource": {}}}. Times are ISO 8601 or milliseconds since 1970, names of enums in any case.
 */
public final class EventFromJson {

    private static final String TIMESTAMP = "timestamp-millis";

    private final SpecificData model;
    private final Schema schema;

    /** @param event a class of {@link io.reverie.schemas.Events} */
    public EventFromJson(Class<? extends SpecificRecord> event) {
        this.model = SpecificData.getForClass(event);
        this.schema = model.getSchema(event);
    }

    /**
     * Reads one event.
     *
     * @throws IllegalArgumentException where a value does not fit, is missing or is not known; the message names the field and
     *     what is allowed
     */
    public SpecificRecord read(JsonNode json) {
        return (SpecificRecord) value(schema, json, "");
    }

    private Object value(Schema type, JsonNode json, String path) {
        return switch (type.getType()) {
            case RECORD -> recordOf(type, json, path);
            case UNION -> choice(type, json, path);
            case ARRAY -> list(type, json, path);
            case MAP -> map(type, json, path);
            case ENUM -> symbol(type, json, path);
            case STRING -> require(json.isTextual(), json, path, "text").textValue();
            case BOOLEAN -> require(json.isBoolean(), json, path, "true or false")
                    .booleanValue();
            case INT -> require(json.canConvertToInt() && json.isIntegralNumber(), json, path, "an integer")
                    .intValue();
            case LONG -> isTime(type)
                    ? time(json, path)
                    : (Object) require(isLong(json), json, path, "an integer").longValue();
            case FLOAT -> require(json.isNumber(), json, path, "a number").floatValue();
            case DOUBLE -> require(json.isNumber(), json, path, "a number").doubleValue();
            default -> throw new IllegalArgumentException(path + " has a type that JSON cannot say: " + type);
        };
    }

    private SpecificRecord recordOf(Schema type, JsonNode json, String path) {
        require(json.isObject(), json, path, "an object with the fields of " + type.getName());
        json.fieldNames().forEachRemaining(name -> {
            if (type.getField(name) == null) {
                throw new IllegalArgumentException(type.getName() + " has no field '" + name + "'; allowed: "
                        + String.join(", ", new TreeSet<>(names(type))));
            }
        });
        SpecificRecord event = (SpecificRecord) model.newRecord(null, type);
        for (Schema.Field field : type.getFields()) {
            String inner = path.isEmpty() ? field.name() : path + "." + field.name();
            JsonNode given = json.get(field.name());
            event.put(field.pos(), given == null ? standard(field, inner) : value(field.schema(), given, inner));
        }
        return event;
    }

    private Object standard(Schema.Field field, String path) {
        try {
            return model.deepCopy(field.schema(), model.getDefaultValue(field));
        } catch (AvroMissingFieldException e) {
            throw new IllegalArgumentException(path + " is missing: " + field.doc(), e);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException(path + " has no usable default", e);
        }
    }

    private Object choice(Schema type, JsonNode json, String path) {
        List<Schema> choices = type.getTypes().stream()
                .filter(choice -> choice.getType() != Schema.Type.NULL)
                .toList();
        if (json.isNull()) {
            require(choices.size() < type.getTypes().size(), json, path, "a value");
            return null;
        }
        if (choices.size() == 1) {
            return value(choices.get(0), json, path);
        }
        for (Schema choice : choices) {
            if (json.isObject() && json.size() == 1 && json.has(choice.getName())) {
                return value(choice, json.get(choice.getName()), path + "." + choice.getName());
            }
        }
        String allowed = String.join(
                ", ",
                choices.stream()
                        .map(choice -> "{\"" + choice.getName() + "\": {…}}")
                        .toList());
        throw wrong(json, path, "one of " + allowed);
    }

    private List<Object> list(Schema type, JsonNode json, String path) {
        require(json.isArray(), json, path, "a list");
        List<Object> list = new ArrayList<>();
        for (JsonNode item : json) {
            list.add(value(type.getElementType(), item, path + "[" + list.size() + "]"));
        }
        return list;
    }

    private Map<String, Object> map(Schema type, JsonNode json, String path) {
        require(json.isObject(), json, path, "an object");
        Map<String, Object> map = new LinkedHashMap<>();
        json.fields()
                .forEachRemaining(entry -> map.put(
                        entry.getKey(), value(type.getValueType(), entry.getValue(), path + "." + entry.getKey())));
        return map;
    }

    private Object symbol(Schema type, JsonNode json, String path) {
        String allowed = "one of " + String.join(", ", type.getEnumSymbols());
        String name = require(json.isTextual(), json, path, allowed).textValue().toUpperCase(Locale.ROOT);
        require(type.getEnumSymbols().contains(name), json, path, allowed);
        return model.createEnum(name, type);
    }

    private static Instant time(JsonNode json, String path) {
        if (isLong(json)) {
            return Instant.ofEpochMilli(json.longValue());
        }
        try {
            return Instant.parse(json.asText());
        } catch (DateTimeParseException e) {
            throw wrong(json, path, "a time such as 2026-11-26T10:15:30Z, or milliseconds since 1970");
        }
    }

    private static boolean isLong(JsonNode json) {
        return json.isIntegralNumber() && json.canConvertToLong();
    }

    private static boolean isTime(Schema type) {
        return type.getLogicalType() != null && type.getLogicalType().getName().equals(TIMESTAMP);
    }

    private static List<String> names(Schema type) {
        return type.getFields().stream().map(Schema.Field::name).toList();
    }

    private static JsonNode require(boolean fits, JsonNode json, String path, String allowed) {
        if (!fits) {
            throw wrong(json, path, allowed);
        }
        return json;
    }

    private static IllegalArgumentException wrong(JsonNode json, String path, String allowed) {
        return new IllegalArgumentException(
                (path.isEmpty() ? "The event" : path) + " is " + json + "; allowed: " + allowed);
    }
}
