package io.reverie.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** Dreams a second of so many dream workers on one queue, and which of them dreamed how many. */
final class Scaling {

    private static final String DONE = "stage=dream done in";

    private Scaling() {}

    /**
     * Dreams of 5 s, 30 iterations each, once to warm the workers up and once timed.
     *
     * @param cluster with models, dream workers and no other ones busy
     * @return a line for the report
     */
    static String measure(Cluster cluster, Topics topics, int workers, int dreams)
            throws IOException, InterruptedException, ExecutionException {
        run(topics, "warm-" + workers + "-", dreams);
        List<ChildProcess> dreaming = cluster.workers("dream");
        List<Long> before = counts(dreaming);
        double seconds = run(topics, "timed-" + workers + "-", dreams);
        List<Long> after = counts(dreaming);
        List<Long> shares = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            shares.add(after.get(i) - before.get(i));
        }
        return String.format(
                "%d dream worker(s): %d dreams in %.1f s, %.2f a second; shares %s",
                workers,
                dreams,
                seconds,
                dreams / seconds,
                shares.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private static double run(Topics topics, String prefix, int number)
            throws IOException, InterruptedException, ExecutionException {
        List<Job> dreams = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            dreams.add(Workload.usualDream(prefix + i, i));
        }
        long start = System.nanoTime();
        topics.send(dreams);
        Prepared.await(topics, dreams, "DreamReady");
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<Long> counts(List<ChildProcess> workers) throws IOException {
        List<Long> counts = new ArrayList<>();
        for (ChildProcess worker : workers) {
            try (var lines = Files.lines(worker.log())) {
                counts.add(lines.filter(line -> line.contains(DONE)).count());
            }
        }
        return counts;
    }
}
