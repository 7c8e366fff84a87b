package io.reverie.worker.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What audio is accepted. */
@ConfigMapping(prefix = "reverie.audio")
public interface AudioConfig {

    /** The most that {@link #longestSeconds} may be. */
    int LARGEST_SECONDS = 7200;

    /** The most that {@link #largestFileMegabytes} may be. */
    int LARGEST_MEGABYTES = 1048576;

    /** Longest audio or sweep, in seconds, 1 to {@value #LARGEST_SECONDS}. */
    @WithDefault("900")
    int longestSeconds();

    /**
     * Largest audio file that is decoded, in megabytes of 2^20 bytes, 1 to {@value #LARGEST_MEGABYTES}; two hours of stereo at
     * 48 kHz and 24 bits take 1978 MB as WAV. A larger one is not even read.
     */
    @WithDefault("2048")
    int largestFileMegabytes();

    /** Most values of a spectrogram or another array, 1 to 2147483647; the default holds an STFT of the longest audio by default. */
    @WithDefault("134217728")
    int mostValues();
}
