package io.reverie.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.reverie.schemas.JobFailed;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends requests and follows every topic of answers. */
final class Topics implements AutoCloseable {

    /** What the artifacts of a topic's events begin with. */
    private static final Map<String, String> PREFIXES = Map.of(
            "reverie.spectrograms", "spectrograms/",
            "reverie.models", "models/",
            "reverie.dreams", "dreams/",
            "reverie.recordings", "recordings/",
            "reverie.scores", "scores/");

    private static final String FAILURES = "reverie.failures";
    private static final List<String> DEAD_LETTERS = List.of(
            "reverie.ingest.requests.dlq",
            "reverie.train.requests.dlq",
            "reverie.dream.requests.dlq",
            "reverie.dream.requests.bulk.dlq",
            "reverie.dreams.dlq",
            "reverie.recordings.dlq");

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final SingleObjectAvroDeserializer decoder = new SingleObjectAvroDeserializer();
    private final Observed observed = new Observed();

    Topics(String bootstrapServers) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("acks", "all");
        properties.put("delivery.timeout.ms", "600000");
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        Properties reading = new Properties();
        reading.put("bootstrap.servers", bootstrapServers);
        consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        List<String> names = new ArrayList<>(PREFIXES.keySet());
        names.add(FAILURES);
        names.addAll(DEAD_LETTERS);
        for (String topic : names) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Sends requests and returns when the broker has them. */
    void send(List<Job> jobs) throws ExecutionException, InterruptedException {
        List<Future<?>> sent = new ArrayList<>();
        for (Job job : jobs) {
            sent.add(producer.send(new ProducerRecord<>(job.topic(), job.id(), job.value())));
        }
        producer.flush();
        for (Future<?> future : sent) {
            future.get();
        }
    }

    /** Sends a request and returns the partition that it went to, when the broker has it. */
    TopicPartition send(Job job) throws ExecutionException, InterruptedException {
        RecordMetadata sent = producer.send(new ProducerRecord<>(job.topic(), job.id(), job.value()))
                .get();
        return new TopicPartition(sent.topic(), sent.partition());
    }

    /** Reads on for so long, and tells what is known until now. */
    Observed follow(Duration wait) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            if (DEAD_LETTERS.contains(record.topic())) {
                observed.deadLetter(record.key());
                continue;
            }
            SpecificRecord event = decoder.deserialize(record.topic(), record.value());
            if (event instanceof JobFailed failure) {
                observed.failure(failure);
            } else {
                observed.event(record.key(), event, PREFIXES.get(record.topic()));
            }
        }
        return observed;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
