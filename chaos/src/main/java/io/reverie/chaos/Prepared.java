package io.reverie.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** A cluster whose recordings are ingested and whose models are trained. */
final class Prepared {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(50);

    private Prepared() {}

    /** Does the good recordings and trainings of the workload with one worker of each kind, which stay. */
    static void prepare(Cluster cluster, Topics topics) throws IOException, InterruptedException, ExecutionException {
        cluster.addWorkers("ingest", 1);
        cluster.addWorkers("train", 1);
        Workload workload = new Workload(cluster.store());
        List<Job> recordings = workload.ingest().stream().filter(Job::good).toList();
        topics.send(recordings);
        await(topics, recordings, "SpectrogramReady");
        List<Job> trainings = workload.train().stream().filter(Job::good).toList();
        topics.send(trainings);
        await(topics, trainings, "ModelReady");
    }

    /** Ingests the workload's tracks and trains the one model that {@link Workload#longDream} needs. */
    static void prepareModel(Cluster cluster, Topics topics)
            throws IOException, InterruptedException, ExecutionException {
        cluster.addWorkers("ingest", 1);
        cluster.addWorkers("train", 1);
        Workload workload = new Workload(cluster.store());
        List<Job> tracks = workload.tracks();
        topics.send(tracks);
        await(topics, tracks, "SpectrogramReady");
        List<Job> training = List.of(workload.training(1));
        topics.send(training);
        await(topics, training, "ModelReady");
        cluster.stopWorkers();
    }

    /** Waits until each job has an event. */
    static void await(Topics topics, List<Job> jobs, String event) throws IOException {
        Instant end = Instant.now().plus(LONGEST);
        Observed observed = topics.follow(POLL);
        while (!allHave(observed, jobs, event)) {
            for (Job job : jobs) {
                if (observed.failed(job.id())) {
                    throw new IOException(
                            job + " failed: " + observed.failures().get(job.id()));
                }
            }
            if (Instant.now().isAfter(end)) {
                throw new IOException(
                        "Not every one of " + jobs.size() + " jobs has its " + event + " after " + LONGEST);
            }
            observed = topics.follow(POLL);
        }
    }

    private static boolean allHave(Observed observed, List<Job> jobs, String event) {
        return jobs.stream().allMatch(job -> observed.has(job.id(), event));
    }
}
