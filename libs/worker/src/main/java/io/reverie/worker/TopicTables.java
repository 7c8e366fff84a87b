package io.reverie.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Opens topics that are read whole, and closes them with the application. */
@ApplicationScoped
public class TopicTables {

    private final TopicNames names;
    private final EventCodec codec;
    private final Map<String, Object> kafka;
    private final List<TopicTable<?>> opened = new CopyOnWriteArrayList<>();

    /** Reads with a cluster's {@code kafka.*} properties. */
    TopicTables(TopicNames names, EventCodec codec, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.names = names;
        this.codec = codec;
        this.kafka = kafka;
    }

    /**
     * Opens a table. The broker is asked at the first {@link TopicTable#catchUp}, and the table is closed with the
     * application at the latest.
     *
     * @param canonicalName name of the topic in the manifest, for example {@code reverie.models}
     */
    public <T extends SpecificRecord> TopicTable<T> open(String canonicalName, Class<T> type) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        TopicTable<T> table = new TopicTable<>(
                names.of(canonicalName),
                type,
                codec,
                () -> new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()));
        opened.add(table);
        return table;
    }

    @PreDestroy
    void close() {
        opened.forEach(TopicTable::close);
    }
}
