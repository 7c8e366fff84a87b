package io.reverie.dream;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a dream may cost. */
@ConfigMapping(prefix = "reverie.dream")
public interface DreamLimits {

    /** The most that {@link #batch} may be. */
    int LARGEST_BATCH = 64;

    /** The most that {@link #longestSeconds} and {@link #longestPictureSeconds} may be. */
    int LARGEST_SECONDS = 7200;

    /** The most that {@link #mostIterations} may be. */
    int LARGEST_ITERATIONS = 10000;

    /** The most that {@link #largestSnapshotsMegabytes} may be: one array. */
    int LARGEST_SNAPSHOTS_MEGABYTES = 2047;

    /** Longest input, in seconds, 1 to {@value #LARGEST_SECONDS}. A dream takes up to 2.5 MB of heap a second at the default analysis. */
    @WithDefault("600")
    int longestSeconds();

    /** Longest input of the way IMAGE through features of an STFT, in seconds, 1 to {@value #LARGEST_SECONDS}; up to 5 MB of heap a second. */
    @WithDefault("150")
    int longestPictureSeconds();

    /** Most iterations of a dream, 1 to {@value #LARGEST_ITERATIONS}. */
    @WithDefault("10000")
    int mostIterations();

    /** Most megabytes of the snapshots of a dream's gains, 0 to {@value #LARGEST_SNAPSHOTS_MEGABYTES}. */
    @WithDefault("256")
    int largestSnapshotsMegabytes();

    /** Largest file of a model, in megabytes of 2^20 bytes, at least 1. Its weights are read into native memory. */
    @WithDefault("1024")
    int largestModelMegabytes();

    /**
     * Most requests that are in work at once and, where they agree, dreamed as one batch: 1 to {@value #LARGEST_BATCH}. At
     * 1 every request is dreamed by itself and equal requests give equal bytes; in company the last digits may differ. The
     * inputs of so many dreams are held in memory together. No more are in work than the worker has partitions of the topic.
     */
    @WithDefault("1")
    int batch();

    /**
     * The same for bulk requests: 1 to {@value #LARGEST_BATCH}. An interactive request waits for those that are in work when
     * it comes, so more than 1 is for workers that serve bulk requests alone.
     */
    @WithDefault("1")
    int bulkBatch();
}
