package io.reverie.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.reverie.schemas.JobFailed;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topics of a running system, seen by a plain client.
 *
 * @param settings of the client
 */
record Cluster(Map<String, Object> settings) {

    Cluster(String bootstrapServers) {
        this(Map.of("bootstrap.servers", bootstrapServers));
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** An event as it lies on a topic. */
    static byte[] encode(SpecificRecord event) {
        try (SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer()) {
            return serializer.serialize(null, event);
        }
    }

    /** What a topic has now. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** What failed so far. */
    List<JobFailed> failures() {
        try (SingleObjectAvroDeserializer deserializer = new SingleObjectAvroDeserializer()) {
            return records("reverie.failures").stream()
                    .map(record -> (JobFailed) deserializer.deserialize(record.topic(), record.value()))
                    .toList();
        }
    }
}
