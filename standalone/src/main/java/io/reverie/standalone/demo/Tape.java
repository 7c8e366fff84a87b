package io.reverie.standalone.demo;

/** Mono sound in the making: samples at 22050 Hz that players add their notes to. */
final class Tape {
    /** Samples a second, in Hz. */
    static final int SAMPLE_RATE = 22_050;

    private final float[] samples;

    /**
     * A silent tape.
     *
     * @param seconds its length, above 0
     */
    Tape(double seconds) {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("seconds must be above 0 but is " + seconds);
        }
        this.samples = new float[position(seconds)];
    }

    /** The index of the sample at a time. */
    static int position(double seconds) {
        return (int) Math.round(seconds * SAMPLE_RATE);
    }

    int length() {
        return samples.length;
    }

    double seconds() {
        return (double) samples.length / SAMPLE_RATE;
    }

    /** Adds to one sample; what falls off either end of the tape is lost. */
    void add(int position, double value) {
        if (position >= 0 && position < samples.length) {
            samples[position] += (float) value;
        }
    }

    /** Adds the whole of another tape. */
    void mix(Tape other, double gain) {
        for (int i = 0; i < Math.min(samples.length, other.samples.length); i++) {
            samples[i] += (float) (gain * other.samples[i]);
        }
    }

    /** The samples themselves, not a copy. */
    float[] samples() {
        return samples;
    }
}
