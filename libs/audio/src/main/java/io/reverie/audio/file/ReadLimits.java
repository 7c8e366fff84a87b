package io.reverie.audio.file;

/**
 * What a reader accepts.
 *
 * @param samples the most samples in all channels together
 */
public record ReadLimits(long samples) {

    public ReadLimits {
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be at least 1, but is " + samples);
        }
    }

    /** No limit, for streams whose reader has one of its own. */
    public static ReadLimits none() {
        return new ReadLimits(Long.MAX_VALUE);
    }

    /** Two hours of one channel at 48 kHz. */
    public static ReadLimits defaults() {
        return new ReadLimits(2L * 60 * 60 * 48_000);
    }
}
