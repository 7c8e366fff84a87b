package io.reverie.train;

import io.reverie.audio.StftParameters;
import io.reverie.network.FeatureShape;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;

/** How large a segment is that a network hears: 5 s of all mel bands or bins. */
final class SegmentShape {

    private static final double SECONDS = 5;
    private static final int FEWEST_ROWS = 16;
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
    static void check(StftParameters stft, FeatureShape features, int batchSize) {
        int frames = frames(stft);
        int rows = features.rows();
        if (rows < FEWEST_ROWS || frames < FEWEST_FRAMES) {
            throw new JobRejectedException(
                    FailureCodes.INVALID_VALUE,
                    "dataset",
                    "a segment of " + (int) SECONDS + " s has " + rows + " rows (mel bands or bins) and " + frames
                            + " frames, too few for the network",
                    "an analysis with at least " + FEWEST_ROWS + " rows and " + FEWEST_FRAMES + " frames in "
                            + (int) SECONDS + " s");
        }
        long largest = MOST_VALUES / features.size(frames);
        if (batchSize > largest) {
            throw JobRejectedException.invalidValue(
                    "budget.batchSize",
                    batchSize,
                    "at most " + largest + " segments of " + features.channels() + " channels, " + rows + " rows and "
                            + frames + " frames");
        }
    }
}
