package io.reverie.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;

/** The folder of published schema versions, and how a new version gets there. */
final class SchemaRecorder {

    /** What a developer runs after changing a schema. */
    static final String COMMAND = "mvn -pl schemas test -Dtest=SchemaHistoryTest -Dreverie.schemas.record";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JAVA_STRING = "avro.java.string";

    private final Path folder;

    SchemaRecorder(Path folder) {
        this.folder = folder;
    }

    /** All recorded versions of an event, oldest first. */
    List<Schema> versions(String event) throws IOException {
        List<Schema> versions = new ArrayList<>();
        while (Files.exists(file(event, versions.size() + 1))) {
            versions.add(
                    new Schema.Parser().parse(file(event, versions.size() + 1).toFile()));
        }
        return versions;
    }

    /** Adds the schema as the next version, unless the latest one is the same. */
    void record(String event, Schema current) throws IOException {
        List<Schema> versions = versions(event);
        if (versions.isEmpty() || !versions.get(versions.size() - 1).equals(portable(current))) {
            Path file = file(event, versions.size() + 1);
            Files.createDirectories(file.getParent());
            Files.writeString(file, portable(current).toString(true) + "\n");
        }
    }

    /** The schema without what concerns Java alone. */
    static Schema portable(Schema schema) throws IOException {
        return new Schema.Parser()
                .parse(withoutJavaStrings(JSON.readTree(schema.toString())).toString());
    }

    private Path file(String event, int version) {
        return folder.resolve(event).resolve(version + ".avsc");
    }

    private static JsonNode withoutJavaStrings(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(JAVA_STRING);
            object.properties().forEach(entry -> entry.setValue(withoutJavaStrings(entry.getValue())));
            boolean plainString =
                    object.size() == 1 && object.path("type").asText().equals("string");
            return plainString ? object.get("type") : object;
        }
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, withoutJavaStrings(array.get(i)));
            }
        }
        return node;
    }
}
