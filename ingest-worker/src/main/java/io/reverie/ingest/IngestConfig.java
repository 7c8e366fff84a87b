package io.reverie.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What may be asked for. Memory does not grow with it; time and space in the store do. */
@ConfigMapping(prefix = "reverie.ingest")
interface IngestConfig {

    /** Longest audio or sweep that is analysed, in seconds, 1 to 86400. */
    @WithDefault("7200")
    int longestSeconds();

    /**
     * Largest WAV that is written, in megabytes of 2^20 bytes, 1 to 4095; two hours take 303 MB at 22050 Hz. Twice as much
     * must be free in the folder for temporary files.
     */
    @WithDefault("1024")
    int largestAudioMegabytes();

    /**
     * Largest spectrogram that is written, in megabytes of 2^20 bytes, 1 to 8191; the default analysis takes 20 MB a
     * minute as an STFT and 2.5 MB as a mel spectrogram.
     */
    @WithDefault("512")
    int largestSpectrogramMegabytes();
}
