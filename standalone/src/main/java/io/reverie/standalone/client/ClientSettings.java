package io.reverie.standalone.client;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * How a client speaks to Kafka. The wire format and the prefix of topics follow the same settings as the workers':
 * {@code reverie.serializer}, {@code reverie.deserializer}, {@code reverie.serde.*}, {@code reverie.topics.prefix}.
 *
 * @param bootstrapServers {@code host:port}, several with commas between them
 * @param topicPrefix put before every topic's name
 * @param serializer class of the Kafka serializer of events
 * @param deserializer class of the Kafka deserializer of events
 * @param serde further settings of these two
 * @param kafka further properties of Kafka's clients, such as {@code security.protocol}
 */
public record ClientSettings(
        String bootstrapServers,
        String topicPrefix,
        String serializer,
        String deserializer,
        Map<String, String> serde,
        Map<String, String> kafka) {

    private static final String CLIENT = "reverie-cli";
    private static final String SERDE_PREFIX = "reverie.serde.";

    public ClientSettings {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
        Objects.requireNonNull(topicPrefix, "topicPrefix");
        Objects.requireNonNull(serializer, "serializer");
        Objects.requireNonNull(deserializer, "deserializer");
        serde = Map.copyOf(serde);
        kafka = Map.copyOf(kafka);
    }

    /** Settings from system properties, then environment variables ({@code REVERIE_TOPICS_PREFIX}), then defaults. */
    public static ClientSettings of(String bootstrapServers) {
        return of(bootstrapServers, Map.of());
    }

    /**
     * The same with further properties of Kafka's clients.
     *
     * @param kafka by their usual names; what reading and writing rely on cannot be changed
     */
    public static ClientSettings of(String bootstrapServers, Map<String, String> kafka) {
        Map<String, String> serde = new HashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(SERDE_PREFIX))
                .forEach(name -> serde.put(name.substring(SERDE_PREFIX.length()), System.getProperty(name)));
        return new ClientSettings(
                bootstrapServers,
                Setting.find("reverie.topics.prefix").orElse(""),
                Setting.find("reverie.serializer").orElse("io.reverie.schemas.SingleObjectAvroSerializer"),
                Setting.find("reverie.deserializer").orElse("io.reverie.schemas.SingleObjectAvroDeserializer"),
                serde,
                kafka);
    }

    /** The cluster's name of a topic of the manifest. */
    String topic(String canonicalName) {
        return topicPrefix + canonicalName;
    }

    /** Settings of a consumer without a group. */
    Map<String, Object> consumer() {
        return with(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.CLIENT_ID_CONFIG, CLIENT);
    }

    /** Settings of a producer that loses nothing. */
    Map<String, Object> producer() {
        return with(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                "15000",
                ProducerConfig.CLIENT_ID_CONFIG,
                CLIENT);
    }

    /** Settings of an administrator's client that gives up soon. */
    Map<String, Object> admin(int timeoutMillis) {
        return with(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                String.valueOf(timeoutMillis),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                String.valueOf(timeoutMillis),
                AdminClientConfig.CLIENT_ID_CONFIG,
                CLIENT);
    }

    private Map<String, Object> with(String... own) {
        Map<String, Object> all = new HashMap<>(kafka);
        for (int i = 0; i < own.length; i += 2) {
            all.put(own[i], own[i + 1]);
        }
        return all;
    }

    /** A new serializer of events, configured. */
    Serializer<SpecificRecord> eventSerializer() {
        Serializer<SpecificRecord> created = create(serializer, Serializer.class);
        created.configure(serde, false);
        return created;
    }

    /** A new deserializer of events, configured. */
    Deserializer<SpecificRecord> eventDeserializer() {
        Deserializer<SpecificRecord> created = create(deserializer, Deserializer.class);
        created.configure(serde, false);
        return created;
    }

    @SuppressWarnings("unchecked")
    private static <T> T create(String className, Class<?> type) {
        try {
            return (T) Utils.newInstance(className, type);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("The class " + className + " is not on the class path", e);
        }
    }
}
