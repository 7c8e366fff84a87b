package io.reverie.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;

/**
 * Changes the sample rate with a polyphase filter: a sinc windowed by Kaiser's window (Crochiere and Rabiner, Multirate
 * Digital Signal Processing, 1983). The low pass is flat to 0.9 of the lower Nyquist frequency and below -100 dB from
 * there on, so that aliases and images lie below -90 dB. No delay: output sample i lies at time i / toRate. Outside its
 * samples the signal counts as silent.
 */
public final class Resampler {

    /** How far the rates may lie apart: the filter is as long as their ratio is large. */
    private static final int LARGEST_RATIO = 256;

    private Resampler() {}

    /**
     * The signal at another rate, {@code ceil(samples * toRate / fromRate)} samples long; a copy where the rates are
     * equal.
     *
     * @throws IllegalArgumentException if a rate is not 1 to {@link StftParameters#LARGEST_SAMPLE_RATE}, the rates
     *     differ by more than a factor of 256, or the result is larger than an array can be
     */
    public static float[] resample(float[] samples, int fromRate, int toRate) {
        SampleSource resampled = resample(SampleSource.of(samples), fromRate, toRate);
        long length = ((long) samples.length * toRate + fromRate - 1) / fromRate;
        if (length > Samples.LARGEST_ARRAY) {
            throw new IllegalArgumentException(
                    "the result would have " + length + " samples, more than an array holds");
        }
        float[] result = new float[(int) length];
        try {
            resampled.readFully(result, 0, result.length);
        } catch (IOException e) {
            throw new UncheckedIOException("An array cannot fail to be read", e);
        }
        return result;
    }

    /**
     * The same sample by sample, in memory that does not grow with the signal.
     *
     * @return reads from the source as it is read; the source itself where the rates are equal
     * @throws IllegalArgumentException if a rate is not 1 to {@link StftParameters#LARGEST_SAMPLE_RATE} or the rates
     *     differ by more than a factor of 256
     */
    public static SampleSource resample(SampleSource source, int fromRate, int toRate) {
        requireRate("fromRate", fromRate);
        requireRate("toRate", toRate);
        if (Math.max(fromRate, toRate) > (long) LARGEST_RATIO * Math.min(fromRate, toRate)) {
            throw new IllegalArgumentException("fromRate and toRate must not differ by more than a factor of "
                    + LARGEST_RATIO + ", but are " + fromRate + " and " + toRate + " Hz");
        }
        if (fromRate == toRate) {
            return source;
        }
        int divisor =
                BigInteger.valueOf(fromRate).gcd(BigInteger.valueOf(toRate)).intValue();
        return new ResampledSource(source, toRate / divisor, fromRate / divisor);
    }

    private static void requireRate(String name, int rate) {
        if (rate < 1 || rate > StftParameters.LARGEST_SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    name + " must be 1 to " + StftParameters.LARGEST_SAMPLE_RATE + " Hz, but is " + rate);
        }
    }
}
