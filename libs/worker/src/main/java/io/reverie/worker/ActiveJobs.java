package io.reverie.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records in work in this process, over all channels. A job whose partition goes to another worker is dropped: it ends
 * at its next check and publishes nothing, as the other worker is given its record. A worker that stops begins no job any
 * more and waits a while for those in work.
 */
@ApplicationScoped
@Identifier(ActiveJobs.LISTENER)
public class ActiveJobs implements KafkaConsumerRebalanceListener {

    /** Name of the rebalance listener in the channels' configuration. */
    static final String LISTENER = "reverie-active-jobs";

    private final Set<Activity> active = new HashSet<>();
    private boolean draining;

    /** A record in work, until it is closed. */
    final class Activity implements AutoCloseable {

        private final TopicPartition partition;
        private boolean dropped;

        private Activity(TopicPartition partition) {
            this.partition = partition;
        }

        /** Whether its partition went to another worker. */
        boolean isDropped() {
            synchronized (ActiveJobs.this) {
                return dropped;
            }
        }

        /** Whether there is no use in waiting for what it lacks: it was dropped, or the worker stops. */
        boolean isNotToWait() {
            synchronized (ActiveJobs.this) {
                return dropped || draining;
            }
        }

        @Override
        public void close() {
            synchronized (ActiveJobs.this) {
                active.remove(this);
                ActiveJobs.this.notifyAll();
            }
        }
    }

    /** Notes that a record is in work. */
    synchronized Activity begin(ConsumerRecord<?, ?> record) {
        Activity activity = new Activity(new TopicPartition(record.topic(), record.partition()));
        active.add(activity);
        return activity;
    }

    /**
     * Lets jobs in work end by themselves; what waits, and what comes, is to be given up.
     *
     * @param longest how long to wait for them
     * @return whether all have ended
     */
    synchronized boolean drain(Duration longest) {
        draining = true;
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toNanos(); left > 0 && !active.isEmpty(); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return active.isEmpty();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        drop(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        drop(partitions);
    }

    private synchronized void drop(Collection<TopicPartition> partitions) {
        for (Activity activity : active) {
            activity.dropped |= partitions.contains(activity.partition);
        }
    }
}
