package io.reverie.standalone.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * How a client speaks to Kafka. The wire format and the prefix of topics follow the same settings as the workers':
 * {@code reverie.serializer}, {@code reverie.deserializer}, {@code reverie.serde.*}, {@code reverie.topics.prefix}.
 *
 * @param bootstrapServers {@code host:port}, several with commas between them
 * @param topicPrefix put before every topic's name
 * @param serializer class of the Kafka serializer of events
 * @param deserializer class of the Kafka deserializer of events
 * @param serde further settings of these two
 */
public record ClientSettings(
        String bootstrapServers,
        String topicPrefix,
        String serializer,
        String deserializer,
        Map<String, String> serde) {

    private static final String SERDE_PREFIX = "reverie.serde.";

    public ClientSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(topicPrefix, "topicPrefix");
        Objects.requireNonNull(serializer, "serializer");
        Objects.requireNonNull(deserializer, "deserializer");
        serde = Map.copyOf(serde);
    }

    /** Settings from system properties, then environment variables ({@code REVERIE_TOPICS_PREFIX}), then defaults. */
    public static ClientSettings of(String bootstrapServers) {
        Map<String, String> serde = new HashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SERDE_PREFIX))
                .forEach(name -> serde.put(name.substring(SERDE_PREFIX.length()), System.getProperty(name)));
        return new ClientSettings(
                bootstrapServers,
                setting("reverie.topics.prefix", ""),
                setting("reverie.serializer", "io.reverie.schemas.SingleObjectAvroSerializer"),
                setting("reverie.deserializer", "io.reverie.schemas.SingleObjectAvroDeserializer"),
                serde);
    }

    private static String setting(String name, String otherwise) {
        String property = System.getProperty(name);
        if (property != null) {
            return property;
        }
        String variable = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        return variable == null ? otherwise : variable;
    }
}
