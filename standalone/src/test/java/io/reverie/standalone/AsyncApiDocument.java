package io.reverie.standalone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.reverie.schemas.Events;
import io.reverie.schemas.SchemaHistory;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/**
 * The contract as an AsyncAPI 3 document, made of the topic manifest and the schemas. Operations are the workers': what one
 * receives, others send.
 */
final class AsyncApiDocument {

    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
    private static final String ANYONE = "anyone";

    private AsyncApiDocument() {}

    /** The document as maps and lists, in the order in which it is to be read. */
    static Map<String, Object> of(TopicManifest manifest) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asyncapi", "3.0.0");
        document.put("info", info());
        document.put("defaultContentType", "avro/binary");
        document.put("servers", servers());
        document.put("channels", channels(manifest));
        document.put("operations", operations(manifest));
        document.put("components", Map.of("messages", messages(manifest)));
        return document;
    }

    private static Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "Reverie");
        info.put("version", "1.0.0");
        info.put(
                "description",
                "Event-driven workers that dream music. Values are Avro: in the wire format of a schema registry (magic byte"
                        + " 0, 4-byte id) with the profile registry, in Avro single-object encoding otherwise. Arrays and"
                        + " audio lie in the artifact store, events name their keys.");
        info.put("license", ordered("name", "Apache-2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0"));
        return info;
    }

    private static Map<String, Object> servers() {
        return Map.of(
                "kafka",
                ordered(
                        "host",
                        "{bootstrap}",
                        "protocol",
                        "kafka",
                        "description",
                        "The cluster; kafka-secure with TLS or SASL.",
                        "variables",
                        Map.of("bootstrap", ordered("default", "127.0.0.1:9092", "description", "host:port"))));
    }

    private static Map<String, Object> channels(TopicManifest manifest) {
        Map<String, Object> channels = new LinkedHashMap<>();
        for (Topic topic : manifest.topics()) {
            Map<String, Object> kafka = new LinkedHashMap<>();
            kafka.put("topic", topic.name());
            kafka.put("partitions", topic.partitions());
            kafka.put("topicConfiguration", configuration(topic));
            kafka.put("bindingVersion", "0.5.0");
            channels.put(
                    channelOf(topic),
                    ordered(
                            "address",
                            topic.name(),
                            "description",
                            topic.description(),
                            "messages",
                            Map.of(messageOf(topic), reference("components", "messages", messageOf(topic))),
                            "bindings",
                            Map.of("kafka", kafka)));
        }
        return channels;
    }

    private static Map<String, Object> configuration(Topic topic) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("cleanup.policy", List.of(topic.settings().get("cleanup.policy")));
        topic.retention().ifPresent(time -> configuration.put("retention.ms", time.toMillis()));
        return configuration;
    }

    private static Map<String, Object> operations(TopicManifest manifest) {
        Map<String, Object> operations = new LinkedHashMap<>();
        for (Topic topic : manifest.topics()) {
            for (Topic.Reader reader : topic.consumers()) {
                if (!reader.name().equals(ANYONE)) {
                    operations.put(
                            reader.name() + "-receives-" + channelOf(topic),
                            operation("receive", reader.name(), topic, reader.group()));
                }
            }
            for (String producer : topic.producers()) {
                if (!producer.equals(ANYONE)) {
                    operations.put(producer + "-sends-" + channelOf(topic), operation("send", producer, topic, null));
                }
            }
        }
        return operations;
    }

    private static Map<String, Object> operation(String action, String worker, Topic topic, String group) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("action", action);
        operation.put("channel", reference("channels", channelOf(topic)));
        operation.put("tags", List.of(Map.of("name", worker)));
        if (group != null) {
            operation.put(
                    "bindings",
                    Map.of(
                            "kafka",
                            ordered(
                                    "groupId",
                                    ordered("type", "string", "enum", List.of(group)),
                                    "bindingVersion",
                                    "0.5.0")));
        }
        return operation;
    }

    private static Map<String, Object> messages(TopicManifest manifest) {
        Map<String, Object> messages = new TreeMap<>();
        for (Topic topic : manifest.topics()) {
            Schema schema = schemaOf(topic.event());
            boolean dead = topic.name().endsWith(Topic.DEAD_LETTER_SUFFIX);
            messages.put(
                    messageOf(topic),
                    ordered(
                            "name",
                            schema.getFullName(),
                            "title",
                            messageOf(topic),
                            "summary",
                            dead
                                    ? "A record that could not be used, as it came: mostly " + topic.event()
                                            + ", but any bytes."
                                    : schema.getDoc(),
                            "headers",
                            dead ? deadLetterHeaders() : traceHeaders(),
                            "payload",
                            ordered("schemaFormat", AVRO, "schema", Map.of("$ref", newestVersion(topic.event()))),
                            "bindings",
                            Map.of(
                                    "kafka",
                                    ordered(
                                            "key",
                                            ordered("type", "string", "description", topic.key()),
                                            "bindingVersion",
                                            "0.5.0"))));
        }
        return messages;
    }

    private static Map<String, Object> traceHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("traceparent", "W3C trace context of the job that this follows from; optional");
        headers.put("tracestate", "the same, of the tracing system's own; optional");
        headers.put("reverie-retry-of", "the dead letter that this request was, as topic/partition/offset; optional");
        return headers(headers);
    }

    private static Map<String, Object> deadLetterHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("dead-letter-reason", "why it could not be used");
        headers.put("dead-letter-topic", "where it came from");
        headers.put("dead-letter-partition", "its partition there");
        headers.put("dead-letter-offset", "its offset there");
        headers.put("dead-letter-exception-class-name", "class of the exception");
        return headers(headers);
    }

    private static Map<String, Object> headers(Map<String, String> described) {
        Map<String, Object> properties = new LinkedHashMap<>();
        described.forEach(
                (name, description) -> properties.put(name, ordered("type", "string", "description", description)));
        return ordered("type", "object", "properties", properties);
    }

    /** The file under schemas/history that is the schema as it is now. */
    private static String newestVersion(String event) {
        List<Schema> versions = SchemaHistory.versionsOf(event);
        if (versions.isEmpty()) {
            throw new IllegalStateException("No version of " + event + " is recorded, see schemas/history/README.md");
        }
        return "../schemas/history/" + event + "/" + versions.size() + ".avsc";
    }

    private static Schema schemaOf(String event) {
        return Events.ALL.stream()
                .filter(type -> type.getSimpleName().equals(event))
                .map(type -> SpecificData.get().getSchema(type))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The manifest names an event that is none: " + event));
    }

    private static String messageOf(Topic topic) {
        return topic.name().endsWith(Topic.DEAD_LETTER_SUFFIX) ? topic.event() + "DeadLetter" : topic.event();
    }

    /** The topic's name without the first part: {@code dreamRequests} for {@code reverie.dream.requests}. */
    private static String channelOf(Topic topic) {
        List<String> parts = new ArrayList<>(List.of(topic.name().split("\\.")));
        StringBuilder name = new StringBuilder(parts.get(1));
        parts.subList(2, parts.size()).forEach(part -> name.append(Character.toUpperCase(part.charAt(0)))
                .append(part.substring(1)));
        return name.toString();
    }

    private static Map<String, Object> reference(String... path) {
        return Map.of("$ref", "#/" + String.join("/", path));
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
