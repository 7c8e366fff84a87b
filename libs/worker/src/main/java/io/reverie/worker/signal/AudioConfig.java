package io.reverie.worker.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What audio is accepted. */
@ConfigMapping(prefix = "reverie.audio")
public interface AudioConfig {

    /** Longest audio or sweep, in seconds, 1 to 7200. */
    @WithDefault("900")
    int longestSeconds();

    /** Most values of a spectrogram or another array, 1 to 2147483647; the default holds an STFT of the longest audio by default. */
    @WithDefault("134217728")
    int mostValues();
}
