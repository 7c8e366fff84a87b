package io.reverie.standalone.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from a place of its own choosing, without a consumer group, and takes records as they are. */
final class RecordReader implements AutoCloseable {

    private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Longer than a broker needs that is there at all. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    private RecordReader(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
    }

    /** Reads what is written from now on. */
    static RecordReader fromEnd(ClientSettings settings, Collection<String> topics) throws KafkaUnavailableException {
        RecordReader reader = open(settings, topics);
        reader.guarded(() ->
                reader.consumer.endOffsets(reader.partitions, METADATA_TIMEOUT).forEach(reader.consumer::seek));
        return reader;
    }

    /** Reads everything that the topics keep. */
    static RecordReader fromBeginning(ClientSettings settings, Collection<String> topics)
            throws KafkaUnavailableException {
        RecordReader reader = open(settings, topics);
        reader.guarded(() -> reader.consumer
                .beginningOffsets(reader.partitions, METADATA_TIMEOUT)
                .forEach(reader.consumer::seek));
        return reader;
    }

    private static RecordReader open(ClientSettings settings, Collection<String> topics)
            throws KafkaUnavailableException {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        RecordReader reader = new RecordReader(consumer, partitions);
        reader.guarded(() -> {
            for (String topic : topics) {
                partitions.addAll(reader.partitionsOf(topic));
            }
            consumer.assign(partitions);
        });
        return reader;
    }

    private List<TopicPartition> partitionsOf(String topic) throws KafkaUnavailableException {
        List<PartitionInfo> found = consumer.partitionsFor(topic, METADATA_TIMEOUT);
        if (found == null || found.isEmpty()) {
            throw new KafkaUnavailableException("The topic " + topic
                    + " does not exist; `reverie topics create --bootstrap HOST:PORT` makes every topic");
        }
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** Waits a little for the next records; none may have come. */
    ConsumerRecords<byte[], byte[]> poll(Duration wait) {
        return consumer.poll(wait);
    }

    /**
     * Reads to where the topics end at the moment of the call.
     *
     * @throws KafkaUnavailableException where nothing comes any more before the end
     */
    void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> each) throws KafkaUnavailableException {
        guarded(() -> {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, METADATA_TIMEOUT);
            long silentSince = System.nanoTime();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                ConsumerRecords<byte[], byte[]> records = poll(POLL);
                records.forEach(each);
                if (!records.isEmpty()) {
                    silentSince = System.nanoTime();
                } else if (System.nanoTime() - silentSince > LONGEST_SILENCE.toNanos()) {
                    throw new KafkaUnavailableException("Kafka gives no more records before the end of "
                            + String.join(
                                    ", ",
                                    ends.keySet().stream()
                                            .map(TopicPartition::topic)
                                            .distinct()
                                            .toList()));
                }
            }
        });
    }

    /** One record; empty where there is none at this place, or none any more. */
    Optional<ConsumerRecord<byte[], byte[]>> at(RecordPosition position) throws KafkaUnavailableException {
        TopicPartition partition = position.topicPartition();
        AtomicReference<ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
        guarded(() -> {
            if (!partitions.contains(partition) || !isKept(position)) {
                return;
            }
            consumer.seek(partition, position.offset());
            // Compaction and transactions leave gaps: the next record is another one.
            while (consumer.position(partition) <= position.offset()) {
                for (ConsumerRecord<byte[], byte[]> record : poll(POLL).records(partition)) {
                    if (record.offset() == position.offset()) {
                        found.set(record);
                    }
                }
            }
        });
        return Optional.ofNullable(found.get());
    }

    private boolean isKept(RecordPosition position) {
        List<TopicPartition> one = List.of(position.topicPartition());
        long first = consumer.beginningOffsets(one, METADATA_TIMEOUT).get(one.get(0));
        long end = consumer.endOffsets(one, METADATA_TIMEOUT).get(one.get(0));
        return position.offset() >= first && position.offset() < end;
    }

    private interface KafkaCall {
        void run() throws KafkaUnavailableException;
    }

    private void guarded(KafkaCall call) throws KafkaUnavailableException {
        try {
            call.run();
        } catch (KafkaException e) {
            close();
            throw KafkaUnavailableException.of("Kafka does not answer: " + e.getMessage(), e);
        } catch (KafkaUnavailableException e) {
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }
}
