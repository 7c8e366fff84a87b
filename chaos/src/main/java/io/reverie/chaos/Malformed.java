package io.reverie.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Thousands of records that are no events on a topic of requests, good ones among them. */
final class Malformed {

    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private Malformed() {}

    /**
     * Sends the records to a cluster with ingest workers and waits until each has its answer.
     *
     * @return a line for the report
     */
    static String measure(Topics topics, int malformed, int good)
            throws IOException, InterruptedException, ExecutionException {
        List<Job> jobs = Workload.malformed(malformed, good);
        long start = System.nanoTime();
        topics.send(jobs);
        Instant end = Instant.now().plus(LONGEST);
        Observed observed = topics.follow(POLL);
        while (!allAnswered(jobs, observed)) {
            if (Instant.now().isAfter(end)) {
                throw new IOException("Not every one of " + jobs.size() + " records is answered after " + LONGEST);
            }
            observed = topics.follow(POLL);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int letters = 0;
        for (Job job : jobs) {
            letters += observed.deadLetters(job.id());
        }
        return String.format(
                "%d malformed records with their failures and %d dead letters, %d good ones among them done: %.1f s,"
                        + " %.0f records a second",
                malformed, letters, good, seconds, jobs.size() / seconds);
    }

    private static boolean allAnswered(List<Job> jobs, Observed observed) {
        return jobs.stream()
                .allMatch(job -> job.good()
                        ? observed.has(job.id(), "SpectrogramReady")
                        : observed.failed(job.id()) && observed.deadLetters(job.id()) > 0);
    }
}
