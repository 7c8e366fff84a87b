package io.reverie.ingest;

/**
 * What may be asked for.
 *
 * @param longestSeconds longest audio
 * @param largestSpectrogramMegabytes largest spectrogram, in megabytes of 2^20 bytes
 */
record IngestLimits(int longestSeconds, int largestSpectrogramMegabytes) {

    private static final int LARGEST_SECONDS = 86_400;
    private static final int LARGEST_MEGABYTES = 8191;

    IngestLimits {
        require("longest-seconds", longestSeconds, LARGEST_SECONDS);
        require("largest-spectrogram-megabytes", largestSpectrogramMegabytes, LARGEST_MEGABYTES);
    }

    static IngestLimits of(IngestConfig config) {
        return new IngestLimits(config.longestSeconds(), config.largestSpectrogramMegabytes());
    }

    long spectrogramBytes() {
        return (long) largestSpectrogramMegabytes << 20;
    }

    private static void require(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("reverie.ingest." + key + " must be 1 to " + most + ", but is " + value);
        }
    }
}
