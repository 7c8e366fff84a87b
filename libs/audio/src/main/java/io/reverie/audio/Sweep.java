package io.reverie.audio;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sine sweeps with an amplitude of {@value #AMPLITUDE}, starting at phase 0. */
public final class Sweep {

    /** The amplitude, of full scale 1. */
    public static final double AMPLITUDE = 0.8;

    private Sweep() {}

    /** The cycles since the beginning at a time in seconds. */
    private interface Cycles {
        double at(double time);
    }

    /**
     * A sweep whose frequency grows by the same number of Hz every second.
     *
     * @throws IllegalArgumentException if a frequency is not between 0 and Nyquist, the rate not positive, or the sweep
     *     shorter than a sample or longer than an array
     */
    public static float[] linear(double fromHz, double toHz, double seconds, int sampleRate) {
        return array(linearSource(fromHz, toHz, seconds, sampleRate), seconds, sampleRate);
    }

    /** The same sample by sample. */
    public static SampleSource linearSource(double fromHz, double toHz, double seconds, int sampleRate) {
        requireRange(fromHz, toHz, seconds, sampleRate);
        double hzPerSecond = (toHz - fromHz) / seconds;
        return source(seconds, sampleRate, time -> (fromHz + hzPerSecond * time / 2) * time);
    }

    /**
     * A sweep whose frequency grows by the same interval every second.
     *
     * @throws IllegalArgumentException as {@link #linear}, and if a frequency is 0
     */
    public static float[] exponential(double fromHz, double toHz, double seconds, int sampleRate) {
        return array(exponentialSource(fromHz, toHz, seconds, sampleRate), seconds, sampleRate);
    }

    /** The same sample by sample. */
    public static SampleSource exponentialSource(double fromHz, double toHz, double seconds, int sampleRate) {
        requireRange(fromHz, toHz, seconds, sampleRate);
        if (fromHz == 0 || toHz == 0) {
            throw new IllegalArgumentException(
                    (fromHz == 0 ? "fromHz" : "toHz") + " must be more than 0 in an exponential sweep, but is 0");
        }
        double growth = Math.log(toHz / fromHz) / seconds;
        // expm1(x) / x tends to 1, where the sweep is a constant tone.
        return source(seconds, sampleRate, time -> fromHz * (growth == 0 ? time : Math.expm1(growth * time) / growth));
    }

    private static SampleSource source(double seconds, int sampleRate, Cycles cycles) {
        int samples = length(seconds, sampleRate);
        return new SampleSource() {
            private int next;

            @Override
            public int read(float[] target, int offset, int length) {
                int read = Math.min(length, samples - next);
                for (int i = 0; i < read; i++) {
                    target[offset + i] = sine(cycles.at((double) next++ / sampleRate));
                }
                return read == 0 ? -1 : read;
            }
        };
    }

    private static float[] array(SampleSource source, double seconds, int sampleRate) {
        float[] samples = new float[length(seconds, sampleRate)];
        try {
            source.readFully(samples, 0, samples.length);
        } catch (IOException e) {
            throw new UncheckedIOException("A sweep cannot fail to be read", e);
        }
        return samples;
    }

    private static float sine(double cycles) {
        return (float) (AMPLITUDE * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles))));
    }

    private static int length(double seconds, int sampleRate) {
        return (int) Math.round(seconds * sampleRate);
    }

    private static void requireRange(double fromHz, double toHz, double seconds, int sampleRate) {
        if (sampleRate < 1 || sampleRate > StftParameters.LARGEST_SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    "sampleRate must be 1 to " + StftParameters.LARGEST_SAMPLE_RATE + " Hz, but is " + sampleRate);
        }
        requireFrequency("fromHz", fromHz, sampleRate);
        requireFrequency("toHz", toHz, sampleRate);
        double length = seconds * sampleRate;
        if (!(length >= 1 && length <= Samples.LARGEST_ARRAY)) {
            throw new IllegalArgumentException("seconds must be 1 to " + Samples.LARGEST_ARRAY + " samples long at "
                    + sampleRate + " Hz, but is " + seconds);
        }
    }

    private static void requireFrequency(String name, double hz, int sampleRate) {
        if (!(hz >= 0 && hz <= sampleRate / 2.0)) {
            throw new IllegalArgumentException(
                    name + " must be 0 to the Nyquist frequency (" + sampleRate / 2.0 + " Hz), but is " + hz);
        }
    }
}
