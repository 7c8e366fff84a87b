package io.reverie.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** Derives older and newer versions of a schema, as evolution allows them. */
final class SchemaVersions {

    private final boolean older;
    private final Map<String, Schema> done = new HashMap<>();

    private SchemaVersions(boolean older) {
        this.older = older;
    }

    /** Without any field that has a default, at any depth. */
    static Schema older(Schema schema) {
        return new SchemaVersions(true).derive(schema);
    }

    /** With one more defaulted field in each record and one more symbol in each enum. */
    static Schema newer(Schema schema) {
        return new SchemaVersions(false).derive(schema);
    }

    private Schema derive(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case ENUM -> enumeration(schema);
            case UNION -> Schema.createUnion(
                    schema.getTypes().stream().map(this::derive).toList());
            case ARRAY -> Schema.createArray(derive(schema.getElementType()));
            case MAP -> Schema.createMap(derive(schema.getValueType()));
            default -> schema;
        };
    }

    private Schema record(Schema schema) {
        Schema known = done.get(schema.getFullName());
        if (known != null) {
            return known;
        }
        Schema derived = Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false);
        done.put(schema.getFullName(), derived);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            if (!older || !field.hasDefaultValue()) {
                fields.add(new Schema.Field(field, derive(field.schema())));
            }
        }
        if (!older) {
            fields.add(new Schema.Field("addedLater", Schema.create(Schema.Type.STRING), "Added later.", "nothing"));
            fields.add(new Schema.Field(
                    "optionalLater",
                    Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.LONG)),
                    "Added later.",
                    JsonProperties.NULL_VALUE));
        }
        derived.setFields(fields);
        return derived;
    }

    private Schema enumeration(Schema schema) {
        if (older) {
            return schema;
        }
        return done.computeIfAbsent(schema.getFullName(), name -> {
            List<String> symbols = new ArrayList<>(schema.getEnumSymbols());
            symbols.add("ADDED_LATER");
            return Schema.createEnum(
                    schema.getName(), schema.getDoc(), schema.getNamespace(), symbols, schema.getEnumDefault());
        });
    }
}
