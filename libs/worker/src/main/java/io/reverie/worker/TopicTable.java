package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * A compacted topic read whole: assigned from the beginning without a group, to its end as it is at each call. What a
 * key maps to is its latest event; a tombstone removes it. Records that cannot be read are skipped with a warning, and
 * so are events made before the one that the key maps to: an old request that is asked again publishes its event again.
 * Safe for use by several threads. The broker is not asked before the first {@link #catchUp}.
 *
 * @param <T> the event
 */
public final class TopicTable<T extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(TopicTable.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final String topic;
    private final Class<T> type;
    private final EventCodec codec;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Duration longestSilence;
    private final SortedMap<String, T> table = new TreeMap<>();
    private volatile Consumer<String, byte[]> consumer;
    /** A copy of the table that was handed out; null where the table has changed since. */
    private SortedMap<String, T> latest;

    private volatile boolean closed;

    /**
     * Reads a topic by a consumer without a group, which this table makes and closes.
     *
     * @param topic name on the cluster
     */
    TopicTable(String topic, Class<T> type, EventCodec codec, Supplier<Consumer<String, byte[]>> consumers) {
        this(topic, type, codec, consumers, LONGEST_SILENCE);
    }

    TopicTable(
            String topic,
            Class<T> type,
            EventCodec codec,
            Supplier<Consumer<String, byte[]>> consumers,
            Duration longestSilence) {
        this.topic = topic;
        this.type = type;
        this.codec = codec;
        this.consumers = consumers;
        this.longestSilence = longestSilence;
    }

    /**
     * Reads on to the topic's present end.
     *
     * @return a copy of the whole table, sorted by key; empty where there is no such topic
     * @throws IOException where the broker or the registry cannot be reached, and the next call goes on where this one
     *     stopped; or where the table is closed
     */
    public synchronized SortedMap<String, T> catchUp() throws IOException {
        requireOpen();
        try {
            if (consumer == null) {
                consumer = consumers.get();
                // Closing, which sees no consumer while one is made, wakes nobody.
                requireOpen();
            }
            assignAllPartitions();
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long lastRecord = System.nanoTime();
            while (isBehind(ends)) {
                requireOpen();
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    apply(records);
                    lastRecord = System.nanoTime();
                } else if (System.nanoTime() - lastRecord > longestSilence.toNanos()) {
                    throw new IOException("Cannot read " + topic + " to its end: nothing came for " + longestSilence);
                }
            }
        } catch (KafkaException e) {
            throw new IOException("Cannot read " + topic + " to its end: " + e.getMessage(), e);
        }
        return latest();
    }

    /**
     * Waits for the next records and reads them; a topic that is followed by this is known as soon as the broker has it.
     * Other calls wait meanwhile. To be called after {@link #catchUp}, and while the topic {@link #hasPartitions}.
     *
     * @param longest how long to wait where nothing comes
     * @return the whole table, the same copy as before where nothing came
     * @throws IOException as {@link #catchUp} does, except that a broker which goes away only means that nothing comes
     */
    synchronized SortedMap<String, T> awaitMore(Duration longest) throws IOException {
        requireOpen();
        try {
            assignAllPartitions();
            ConsumerRecords<String, byte[]> records = consumer.poll(longest);
            if (!records.isEmpty()) {
                apply(records);
            }
        } catch (KafkaException e) {
            throw new IOException("Cannot read " + topic + ": " + e.getMessage(), e);
        }
        return latest();
    }

    /** Whether there was such a topic when it was read last. */
    synchronized boolean hasPartitions() {
        return consumer != null && !consumer.assignment().isEmpty();
    }

    private SortedMap<String, T> latest() {
        if (latest == null) {
            latest = Collections.unmodifiableSortedMap(new TreeMap<>(table));
        }
        return latest;
    }

    /** Closes the consumer; a {@link #catchUp} that goes on in another thread ends soon. */
    @Override
    public void close() {
        closed = true;
        Consumer<String, byte[]> reading = consumer;
        if (reading != null) {
            // A broker that is away would be waited for, for a minute.
            reading.wakeup();
        }
        synchronized (this) {
            if (consumer != null) {
                consumer.close();
                consumer = null;
            }
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The table of " + topic + " is closed");
        }
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

    /** All of a batch or, where one record cannot be read for now, nothing of it: then it is read again. */
    private void apply(ConsumerRecords<String, byte[]> records) throws IOException {
        List<Runnable> changes = new ArrayList<>();
        try {
            for (ConsumerRecord<String, byte[]> record : records) {
                changes.add(change(record));
            }
        } catch (IOException e) {
            for (TopicPartition partition : records.partitions()) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
            throw e;
        }
        changes.forEach(Runnable::run);
        latest = null;
    }

    private void put(ConsumerRecord<String, byte[]> record, T event) {
        T present = table.get(record.key());
        // The epoch: the producer did not say.
        if (present != null
                && EventHeaders.createdAt(event).isAfter(Instant.EPOCH)
                && EventHeaders.createdAt(event).isBefore(EventHeaders.createdAt(present))) {
            LOG.warnf(
                    "Skipped an event that is older than the one before it: %s-%d@%d",
                    topic, record.partition(), record.offset());
            return;
        }
        table.put(record.key(), event);
    }

    private Runnable change(ConsumerRecord<String, byte[]> record) throws IOException {
        if (record.key() == null) {
            LOG.warnf("Skipped a record without key: %s-%d@%d", topic, record.partition(), record.offset());
            return () -> {};
        }
        if (record.value() == null) {
            return () -> table.remove(record.key());
        }
        try {
            T event = codec.decode(topic, record.value(), type);
            return () -> put(record, event);
        } catch (JobRejectedException e) {
            LOG.warnf(
                    "Skipped a record that cannot be read: %s-%d@%d: %s",
                    topic, record.partition(), record.offset(), e.getMessage());
            return () -> {};
        }
    }
}
