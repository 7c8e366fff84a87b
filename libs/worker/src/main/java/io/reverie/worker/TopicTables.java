package io.reverie.worker;

import java.util.HashMap;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Opens topics that are read whole. */
@ApplicationScoped
public class TopicTables {

    private final TopicNames names;
    private final EventCodec codec;
    private final Map<String, Object> kafka;

    /** Reads with a cluster's {@code kafka.*} properties. */
    TopicTables(TopicNames names, EventCodec codec, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.names = names;
        this.codec = codec;
        this.kafka = kafka;
    }

    /**
     * Opens a table; nothing is read before {@link TopicTable#catchUp}. The caller closes it.
     *
     * @param canonicalName name of the topic in the manifest, for example {@code reverie.models}
     */
    public <T extends SpecificRecord> TopicTable<T> open(String canonicalName, Class<T> type) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return new TopicTable<>(
                names.of(canonicalName),
                type,
                codec,
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
    }
}
