package io.reverie.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Messaging alone: jobs so small that little but events is left of them. */
final class Messaging {

    private static final int EVENTS_OF_A_DREAM = 3;

    private Messaging() {}

    /**
     * What messaging costs.
     *
     * @param queued jobs of each kind that were asked for at once
     * @param ingestPerSecond spectrograms a second of a full queue
     * @param dreamsPerSecond scored dreams a second of a full queue
     * @param medianMillis from a request alone in the system to its score
     * @param percentile99Millis of the same
     */
    record Figures(
            int queued,
            double ingestPerSecond,
            double dreamsPerSecond,
            double medianMillis,
            double percentile99Millis) {

        @Override
        public String toString() {
            return String.format(
                    "%d at once: %.0f spectrograms/s, then %.1f dreams/s = %.0f events/s of dream, reconstruct and score,"
                            + " %.0f ms each; one at a time: median %.0f ms, 99th percentile %.0f ms",
                    queued,
                    ingestPerSecond,
                    dreamsPerSecond,
                    EVENTS_OF_A_DREAM * dreamsPerSecond,
                    1000 / dreamsPerSecond,
                    medianMillis,
                    percentile99Millis);
        }
    }

    /** Measures a cluster with models and at least one worker of each kind. */
    static Figures measure(Topics topics, int queued, int single)
            throws IOException, InterruptedException, ExecutionException {
        // The first jobs of a worker compile its code.
        seconds(topics, tiny("warm-", queued, true), "SpectrogramReady");
        seconds(topics, tiny("warm-dream-", queued, false), "DreamScored");
        double ingest = seconds(topics, tiny("queued-", queued, true), "SpectrogramReady");
        double dream = seconds(topics, tiny("queued-dream-", queued, false), "DreamScored");
        double[] millis = new double[single];
        List<Job> alone = tiny("alone-", single, false);
        for (int i = 0; i < single; i++) {
            millis[i] = 1000 * seconds(topics, alone.subList(i, i + 1), "DreamScored");
        }
        Arrays.sort(millis);
        return new Figures(
                queued,
                queued / ingest,
                queued / dream,
                millis[single / 2],
                millis[Math.min(single - 1, (int) Math.ceil(0.99 * single) - 1)]);
    }

    private static List<Job> tiny(String prefix, int number, boolean ingest) {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            jobs.add(ingest ? Workload.tinyIngest(prefix + i, i) : Workload.tinyDream(prefix + i, i));
        }
        return jobs;
    }

    private static double seconds(Topics topics, List<Job> jobs, String event)
            throws IOException, InterruptedException, ExecutionException {
        long start = System.nanoTime();
        topics.send(jobs);
        Prepared.await(topics, jobs, event);
        return (System.nanoTime() - start) / 1e9;
    }
}
