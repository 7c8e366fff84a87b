package io.reverie.audio;

/** Sine sweeps with an amplitude of {@value #AMPLITUDE}, starting at phase 0. */
public final class Sweep {

    /** The amplitude, of full scale 1. */
    public static final double AMPLITUDE = 0.8;

    private Sweep() {}

    /**
     * A sweep whose frequency grows by the same number of Hz every second.
     *
     * @throws IllegalArgumentException if a frequency is not between 0 and Nyquist, the rate not positive, or the sweep
     *     shorter than a sample or longer than an array
     */
    public static float[] linear(double fromHz, double toHz, double seconds, int sampleRate) {
        float[] samples = allocate(fromHz, toHz, seconds, sampleRate);
        double hzPerSecond = (toHz - fromHz) / seconds;
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / sampleRate;
            samples[i] = sine((fromHz + hzPerSecond * time / 2) * time);
        }
        return samples;
    }

    /**
     * A sweep whose frequency grows by the same interval every second.
     *
     * @throws IllegalArgumentException as {@link #linear}, and if a frequency is 0
     */
    public static float[] exponential(double fromHz, double toHz, double seconds, int sampleRate) {
        float[] samples = allocate(fromHz, toHz, seconds, sampleRate);
        if (fromHz == 0 || toHz == 0) {
            throw new IllegalArgumentException(
                    (fromHz == 0 ? "fromHz" : "toHz") + " must be more than 0 in an exponential sweep, but is 0");
        }
        double growth = Math.log(toHz / fromHz) / seconds;
        for (int i = 0; i < samples.length; i++) {
            double time = (double) i / sampleRate;
            // expm1(x) / x tends to 1, where the sweep is a constant tone.
            double stretch = growth == 0 ? time : Math.expm1(growth * time) / growth;
            samples[i] = sine(fromHz * stretch);
        }
        return samples;
    }

    private static float sine(double cycles) {
        return (float) (AMPLITUDE * Math.sin(2 * Math.PI * (cycles - Math.floor(cycles))));
    }

    private static float[] allocate(double fromHz, double toHz, double seconds, int sampleRate) {
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
        return new float[(int) Math.round(length)];
    }

    private static void requireFrequency(String name, double hz, int sampleRate) {
        if (!(hz >= 0 && hz <= sampleRate / 2.0)) {
            throw new IllegalArgumentException(
                    name + " must be 0 to the Nyquist frequency (" + sampleRate / 2.0 + " Hz), but is " + hz);
        }
    }
}
