package io.reverie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an analysis may cost. How long audio may be is said by {@code reverie.audio.longest-seconds}. */
@ConfigMapping(prefix = "reverie.ingest")
interface IngestConfig {

    /**
     * Largest spectrogram that is computed, in megabytes of 2^20 bytes, 1 to 8191. It is held in memory; the default
     * analysis takes 20 MB a minute.
     */
    @WithDefault("512")
    int largestSpectrogramMegabytes();
}
