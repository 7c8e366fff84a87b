package io.reverie.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** The whole workload through a cluster, quiet or not, and what became of it. */
final class JobsRun {

    /** Events that a good job ends with. */
    private static final Map<String, List<String>> ENDS = Map.of(
            Workload.INGEST, List.of("SpectrogramReady"),
            Workload.TRAIN, List.of("ModelReady"),
            Workload.DREAM, List.of("DreamReady", "RecordingReady", "DreamScored"));

    private static final Duration POLL = Duration.ofMillis(200);

    /** Requests come in portions, so that what is killed has something to do. */
    private static final int DREAMS_AT_ONCE = 12;

    private final Cluster cluster;
    private final Duration longest;
    private final List<Job> asked = new ArrayList<>();

    private JobsRun(Cluster cluster, Duration longest) {
        this.cluster = cluster;
        this.longest = longest;
    }

    /**
     * What a run came to.
     *
     * @param jobs that were asked for
     * @param observed what the topics tell of them
     * @param seconds from the first request to the last answer
     */
    record Outcome(List<Job> jobs, Observed observed, double seconds) {}

    /** The workload, with nothing in its way. */
    static Outcome quiet(Cluster cluster, Duration longest)
            throws IOException, InterruptedException, ExecutionException {
        return new JobsRun(cluster, longest).run(null, 0, 0);
    }

    /** The workload while a monkey acts, which goes on until it killed so many workers and brokers. */
    static Outcome disturbed(Cluster cluster, Monkey monkey, int workerKills, int brokerRestarts, Duration longest)
            throws IOException, InterruptedException, ExecutionException {
        return new JobsRun(cluster, longest).run(monkey, workerKills, brokerRestarts);
    }

    private Outcome run(Monkey monkey, int workerKills, int brokerRestarts)
            throws IOException, InterruptedException, ExecutionException {
        Instant start = Instant.now();
        Workload workload = new Workload(cluster.store());
        try (Topics topics = new Topics(cluster.bootstrapServers())) {
            ask(topics, workload.ingest());
            await(topics, monkey);
            ask(topics, workload.train());
            await(topics, monkey);
            List<Job> dreams = workload.dreams();
            for (int from = 0; from < dreams.size(); from += DREAMS_AT_ONCE) {
                ask(topics, dreams.subList(from, Math.min(dreams.size(), from + DREAMS_AT_ONCE)));
                if (monkey != null) {
                    monkey.act();
                }
                topics.follow(POLL);
            }
            while (monkey != null && (monkey.workerKills() < workerKills || monkey.brokerRestarts() < brokerRestarts)) {
                monkey.act();
                topics.follow(POLL);
            }
            cluster.revive();
            return new Outcome(
                    asked,
                    await(topics, null),
                    Duration.between(start, Instant.now()).toMillis() / 1e3);
        }
    }

    private void ask(Topics topics, List<Job> jobs) throws ExecutionException, InterruptedException {
        topics.send(jobs);
        asked.addAll(jobs);
    }

    /** Waits until everything that was asked is answered. */
    private Observed await(Topics topics, Monkey monkey) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(longest);
        Observed observed = topics.follow(POLL);
        while (!open(observed).isEmpty()) {
            requireExpected(observed);
            if (Instant.now().isAfter(end)) {
                throw new IOException("After " + longest + " these are not answered: " + open(observed));
            }
            if (monkey != null) {
                monkey.act();
            }
            observed = topics.follow(POLL);
        }
        return observed;
    }

    private void requireExpected(Observed observed) throws IOException {
        for (Job job : asked) {
            if (job.good() && observed.failed(job.id())) {
                throw new IOException(job + " failed: " + observed.failures().get(job.id()));
            }
            if (!job.good() && !observed.outputs(job.id()).isEmpty()) {
                throw new IOException(job + " was done: " + observed.outputs(job.id()));
            }
        }
    }

    private List<Job> open(Observed observed) {
        return asked.stream().filter(job -> !isAnswered(job, observed)).toList();
    }

    private static boolean isAnswered(Job job, Observed observed) {
        return job.good()
                ? ENDS.get(job.topic()).stream().allMatch(event -> observed.has(job.id(), event))
                : observed.failed(job.id()) && observed.deadLetters(job.id()) > 0;
    }
}
