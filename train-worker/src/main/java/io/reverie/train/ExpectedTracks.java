package io.reverie.train;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import org.jboss.logging.Logger;

/** Waits until so many labelled tracks of a data set are in the log. */
final class ExpectedTracks {

    private static final Logger LOG = Logger.getLogger(ExpectedTracks.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final SpectrogramLog log;
    private final Duration longest;
    private final LongSupplier nanoTime;

    /**
     * @param longest how long to wait at most
     * @param nanoTime {@link System#nanoTime}
     */
    ExpectedTracks(SpectrogramLog log, Duration longest, LongSupplier nanoTime) {
        this.log = log;
        this.longest = longest;
        this.nanoTime = nanoTime;
    }

    /**
     * Waits.
     *
     * @param count how many are expected; 0: none, and no waiting
     * @param pause is given how long to wait before the next look; what it throws ends the waiting
     * @throws JobRejectedException where there are fewer when the time is over
     */
    void await(String dataset, int count, Consumer<Duration> pause) throws IOException {
        long begin = nanoTime.getAsLong();
        long before = -1;
        for (long there = count(dataset); there < count; there = count(dataset)) {
            if (there != before) {
                LOG.infof("dataset=%s waits for tracks: %d of %d are there", dataset, there, count);
                before = there;
            }
            if (nanoTime.getAsLong() - begin >= longest.toNanos()) {
                throw new JobRejectedException(
                        FailureCodes.EMPTY_DATASET,
                        "expect",
                        "data set '" + dataset + "' has " + there + " labelled tracks, " + count
                                + " were expected and waited for, " + longest.toSeconds() + " s long",
                        "at most as many as there are; ingest the others first, or let the worker wait longer: "
                                + "reverie.train.longest-wait");
            }
            pause.accept(INTERVAL);
        }
    }

    private long count(String dataset) throws IOException {
        return log.spectrograms().stream()
                .filter(track -> dataset.equals(track.getDataset()) && DatasetRules.hasLabel(track))
                .count();
    }
}
