package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.reverie.schemas.JobCancelled;
import org.jboss.logging.Logger;

/**
 * The topic {@code reverie.cancellations}, followed by one thread for all stages of the process. A cancellation is known
 * some milliseconds after the broker has it. Where the topic cannot be read, jobs go on with what is known of it.
 */
@ApplicationScoped
class KafkaCancellations implements Cancellations {

    private static final Logger LOG = Logger.getLogger(KafkaCancellations.class);
    private static final String TOPIC = "reverie.cancellations";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_START = Duration.ofSeconds(10);

    private final TopicTable<JobCancelled> table;
    private final Duration retry;
    private final Duration longestStart;
    private final CountDownLatch readOnce = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Map<String, JobCancelled> cancelled = Map.of();

    @Inject
    KafkaCancellations(TopicTables tables) {
        this(tables.open(TOPIC, JobCancelled.class), RETRY, LONGEST_START);
    }

    /**
     * @param retry how long to wait after the topic could not be read, or is not there
     * @param longestStart how long {@link #of} waits until the topic has been read once
     */
    KafkaCancellations(TopicTable<JobCancelled> table, Duration retry, Duration longestStart) {
        this.table = table;
        this.retry = retry;
        this.longestStart = longestStart;
    }

    void start(@Observes StartupEvent event) {
        Thread reader = new Thread(this::follow, "reverie-cancellations");
        reader.setDaemon(true);
        reader.start();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped.countDown();
        readOnce.countDown();
        table.close();
    }

    @Override
    public Optional<JobCancelled> of(String jobId, Instant asked) {
        awaitFirstRead();
        return Optional.ofNullable(cancelled.get(jobId)).filter(cancellation -> {
            Instant made = EventHeaders.createdAt(cancellation);
            return made.equals(Instant.EPOCH) || !made.isBefore(asked);
        });
    }

    /** A job that was cancelled while the worker was down must not begin. */
    private void awaitFirstRead() {
        try {
            if (!readOnce.await(longestStart.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("Jobs begin before %s has been read", TOPIC);
                readOnce.countDown();
            }
        } catch (InterruptedException e) {
            // The job notices at its next check.
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        while (!isStopped()) {
            try {
                cancelled = table.catchUp();
                readOnce.countDown();
                while (!isStopped() && table.hasPartitions()) {
                    cancelled = table.awaitMore(POLL);
                }
                // No such topic: whoever runs the cluster does without cancellations, or makes it later.
            } catch (IOException | RuntimeException e) {
                readOnce.countDown();
                if (!isStopped()) {
                    LOG.warnf(e, "%s cannot be read, tried again in %d s; jobs go on", TOPIC, retry.toSeconds());
                }
            }
            pause();
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void pause() {
        try {
            stopped.await(retry.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }
}
