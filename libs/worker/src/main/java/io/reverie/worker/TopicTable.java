package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * A compacted topic read whole: assigned from the beginning without a group, to its end as it is at each call. What a
 * key maps to is its latest event; a tombstone removes it. Records that cannot be read are skipped with a warning.
 * Safe for use by several threads.
 *
 * @param <T> the event
 */
public final class TopicTable<T extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TopicTable.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final String topic;
    private final Class<T> type;
    private final EventCodec codec;
    private final Consumer<String, byte[]> consumer;
    private final SortedMap<String, T> table = new TreeMap<>();

    /**
     * Reads a topic by a consumer without a group, which this table owns from now on.
     *
     * @param topic name on the cluster
     */
    TopicTable(String topic, Class<T> type, EventCodec codec, Consumer<String, byte[]> consumer) {
        this.topic = topic;
        this.type = type;
        this.codec = codec;
        this.consumer = consumer;
    }

    /**
     * Reads on to the topic's present end.
     *
     * @return a copy of the whole table, sorted by key; empty where there is no such topic
     * @throws IOException where the broker or the registry cannot be reached; the next call goes on where this one
     *     stopped
     */
    public synchronized SortedMap<String, T> catchUp() throws IOException {
        try {
            assignAllPartitions();
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (isBehind(ends)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    apply(record);
                }
            }
        } catch (KafkaException e) {
            throw new IOException("Cannot read " + topic + " to its end", e);
        }
        return Collections.unmodifiableSortedMap(new TreeMap<>(table));
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }

    private void assignAllPartitions() {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        Set<TopicPartition> wanted = new HashSet<>();
        for (PartitionInfo partition : partitions == null ? List.<PartitionInfo>of() : partitions) {
            wanted.add(new TopicPartition(topic, partition.partition()));
        }
        if (!wanted.equals(consumer.assignment())) {
            Map<TopicPartition, Long> positions = new HashMap<>();
            consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
            consumer.assign(wanted);
            Set<TopicPartition> added = new HashSet<>(wanted);
            added.removeAll(positions.keySet());
            consumer.seekToBeginning(added);
            positions.forEach((partition, position) -> {
                if (wanted.contains(partition)) {
                    consumer.seek(partition, position);
                }
            });
        }
    }

    private boolean isBehind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void apply(ConsumerRecord<String, byte[]> record) throws IOException {
        if (record.key() == null) {
            LOG.warnf("Skipped a record without key: %s-%d@%d", topic, record.partition(), record.offset());
        } else if (record.value() == null) {
            table.remove(record.key());
        } else {
            try {
                table.put(record.key(), codec.decode(topic, record.value(), type));
            } catch (JobRejectedException e) {
                LOG.warnf(
                        "Skipped a record that cannot be read: %s-%d@%d: %s",
                        topic, record.partition(), record.offset(), e.getMessage());
            } catch (IOException e) {
                consumer.seek(new TopicPartition(topic, record.partition()), record.offset());
                throw e;
            }
        }
    }
}
