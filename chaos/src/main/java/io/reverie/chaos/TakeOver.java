package io.reverie.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** How long it takes until another worker begins the dream of one that was killed. */
final class TakeOver {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private TakeOver() {}

    /**
     * Kills the worker that has a dream, some times.
     *
     * @param cluster with models and two dream workers
     * @return seconds from each kill to the line in which the other worker begins the dream
     */
    static double[] measure(Cluster cluster, Topics topics, int times)
            throws IOException, InterruptedException, ExecutionException {
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++) {
            Job dream = Workload.longDream("long-" + i);
            String begins = "job=" + dream.id() + " stage=dream begins";
            topics.send(List.of(dream));
            ChildProcess first = awaitOne(cluster.workers(), begins, null);
            first.kill();
            Instant killed = Instant.now();
            awaitOne(cluster.workers(), begins, first);
            seconds[i] = Duration.between(killed, Instant.now()).toMillis() / 1e3;
            first.start();
            Prepared.await(topics, List.of(dream), "DreamReady");
        }
        return seconds;
    }

    /**
     * Waits for a worker to say something.
     *
     * @param except a worker that is not meant; null for none
     */
    static ChildProcess awaitOne(List<ChildProcess> workers, String line, ChildProcess except)
            throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LONGEST);
        while (Instant.now().isBefore(end)) {
            for (ChildProcess worker : workers) {
                if (worker != except && worker.said(line)) {
                    return worker;
                }
            }
            Thread.sleep(20);
        }
        throw new IOException("No worker said '" + line + "' within " + LONGEST);
    }
}
