package io.reverie.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Two dream workers in one group, and a dream whose partition goes from one to the other in the middle of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RebalanceIT {

    private static final String EVENT = "DreamReady";
    private static final int PARTITIONS = 24;
    private static final int MOST_TRIES = 6;

    /** What an event that should not be would take, once the one who could publish it has dropped the job. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(2);

    private final Path folder =
            Path.of("target", "rebalance-" + System.currentTimeMillis()).toAbsolutePath();

    private Cluster cluster;
    private Topics topics;
    private Group group;

    @BeforeAll
    void prepare() throws Exception {
        cluster = Cluster.start(folder, Path.of("..").toAbsolutePath().normalize());
        topics = new Topics(cluster.bootstrapServers());
        group = new Group(cluster.bootstrapServers(), "reverie-dream");
        Prepared.prepareModel(cluster, topics);
        cluster.addWorkers("dream", 2);
    }

    @AfterAll
    void close() {
        if (group != null) {
            group.close();
            topics.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    void bothWork() throws Exception {
        cluster.revive();
        group.awaitMembers(2, PARTITIONS);
    }

    @Test
    void aWorkerThatStoodStillWhileAnotherTookItsJobPublishesNothing() throws Exception {
        // Given a worker with a dream
        Job dream = Workload.longDream("suspended");
        topics.send(dream);
        ChildProcess first = TakeOver.awaitOne(cluster.workers(), begins(dream), null);

        // When it stands still for longer than its session, and goes on once the other one has begun the same dream
        first.suspend();
        Instant suspended = Instant.now();
        ChildProcess second = TakeOver.awaitOne(cluster.workers(), begins(dream), first);
        first.resume();
        Instant resumed = Instant.now();
        first.awaitLine(dropped(dream), 0, Duration.ofSeconds(30));
        Instant dropped = Instant.now();

        // Then it drops the dream, and one event is published, by whoever has the partition at last
        Prepared.await(topics, List.of(dream), EVENT);
        assertPublishedOnce(dream);
        System.out.printf(
                "suspended: taken over after %.1f s, dropped %.1f s after it went on; done by %s%n",
                seconds(suspended, resumed),
                seconds(resumed, dropped),
                second.said(done(dream)) ? "the other" : "itself");
    }

    @Test
    void aWorkerThatJoinsIsGivenARunningJobWhoseOldWorkerDropsIt() throws Exception {
        ChildProcess old = cluster.workers("dream").get(0);
        ChildProcess joining = cluster.workers("dream").get(1);
        int moves = 0;
        // Which partitions move is for the assignor to say: until one with a running dream does
        for (int i = 0; i < MOST_TRIES && moves == 0; i++) {
            // Given one worker with every partition, and a dream
            joining.close();
            group.awaitMembers(1, PARTITIONS);
            Job dream = Workload.longDream("joined-" + i);
            TopicPartition partition = topics.send(dream);
            TakeOver.awaitOne(List.of(old), begins(dream), null);

            // When another one joins
            joining.start();
            group.awaitMembers(2, PARTITIONS);
            assertThat(old.said(done(dream)))
                    .as("the dream takes longer than to join")
                    .isFalse();
            Prepared.await(topics, List.of(dream), EVENT);

            // Then a job whose partition moved was dropped and done by the new worker, another one was left alone
            boolean moved = old.said(dropped(dream));
            assertThat(old.said(done(dream))).isEqualTo(!moved);
            assertThat(joining.said(begins(dream))).isEqualTo(moved);
            assertThat(joining.said(done(dream))).isEqualTo(moved);
            assertPublishedOnce(dream);
            System.out.printf("joined: %s %s%n", partition, moved ? "moved" : "stayed");
            moves += moved ? 1 : 0;
        }
        assertThat(moves).isPositive();
    }

    private void assertPublishedOnce(Job dream) {
        Instant end = Instant.now().plus(AFTERWARDS);
        Observed observed = topics.follow(Duration.ZERO);
        while (Instant.now().isBefore(end)) {
            observed = topics.follow(Duration.ofMillis(100));
        }
        assertThat(observed.times(dream.id(), EVENT)).isEqualTo(1);
        assertThat(observed.failed(dream.id())).isFalse();
        assertThat(observed.deadLetters(dream.id())).isZero();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    private static String begins(Job dream) {
        return "job=" + dream.id() + " stage=dream begins";
    }

    private static String done(Job dream) {
        return "job=" + dream.id() + " stage=dream done";
    }

    private static String dropped(Job dream) {
        return "The job (job=" + dream.id() + " stage=dream) was interrupted";
    }
}
