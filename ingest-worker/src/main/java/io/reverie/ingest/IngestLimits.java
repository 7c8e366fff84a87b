package io.reverie.ingest;

import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.signal.AudioInputs;

/**
 * What may be asked for.
 *
 * @param longestSeconds longest audio
 * @param largestAudioMegabytes largest 16-bit WAV, in megabytes of 2^20 bytes
 * @param largestSpectrogramMegabytes largest spectrogram, in megabytes of 2^20 bytes
 */
record IngestLimits(int longestSeconds, int largestAudioMegabytes, int largestSpectrogramMegabytes) {

    private static final String PREFIX = "reverie.ingest.";
    private static final int LARGEST_SECONDS = 86_400;
    private static final int LARGEST_WAV_MEGABYTES = 4095;
    private static final int LARGEST_MEGABYTES = 8191;

    IngestLimits {
        require("longest-seconds", longestSeconds, LARGEST_SECONDS);
        require("largest-audio-megabytes", largestAudioMegabytes, LARGEST_WAV_MEGABYTES);
        require("largest-spectrogram-megabytes", largestSpectrogramMegabytes, LARGEST_MEGABYTES);
    }

    static IngestLimits of(IngestConfig config) {
        return new IngestLimits(
                config.longestSeconds(), config.largestAudioMegabytes(), config.largestSpectrogramMegabytes());
    }

    /** The longest audio, in seconds. */
    AudioInputs.Limit longest() {
        return new AudioInputs.Limit(longestSeconds, PREFIX + "longest-seconds");
    }

    /** Samples of the largest WAV. */
    AudioInputs.Limit samples() {
        return new AudioInputs.Limit(
                ((long) largestAudioMegabytes << 20) / Short.BYTES, PREFIX + "largest-audio-megabytes");
    }

    long spectrogramBytes() {
        return (long) largestSpectrogramMegabytes << 20;
    }

    private static void require(String key, int value, int most) {
        ConfiguredValue.require(PREFIX + key, value, 1, most);
    }
}
