package io.reverie.train;

import io.reverie.audio.StftParameters;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;

/** How large a segment is that the small network hears: 5 s of all mel bands. */
final class SegmentShape {

    private static final double SECONDS = 5;
    private static final int FEWEST_BANDS = 16;
    private static final int FEWEST_FRAMES = 64;
    private static final long MOST_VALUES = 1 << 24;

    private SegmentShape() {}

    /** Frames of 5 s: 431 by the default analysis. */
    static int frames(StftParameters stft) {
        return 1 + (int) (SECONDS * stft.sampleRate() / stft.hop());
    }

    /**
     * Refuses segments too small for the network's pooling and batches that no machine would hold.
     *
     * @throws JobRejectedException that says which
     */
    static void check(StftParameters stft, int bands, int batchSize) {
        int frames = frames(stft);
        if (bands < FEWEST_BANDS || frames < FEWEST_FRAMES) {
            throw new JobRejectedException(
                    FailureCodes.INVALID_VALUE,
                    "dataset",
                    "a segment of " + (int) SECONDS + " s has " + bands + " bands and " + frames
                            + " frames, too few for the network",
                    "an analysis with at least " + FEWEST_BANDS + " bands and " + FEWEST_FRAMES + " frames in "
                            + (int) SECONDS + " s");
        }
        long largest = MOST_VALUES / ((long) bands * frames);
        if (batchSize > largest) {
            throw JobRejectedException.invalidValue(
                    "budget.batchSize",
                    batchSize,
                    "at most " + largest + " segments of " + bands + " bands and " + frames + " frames");
        }
    }
}
