package io.reverie.audio;

import java.util.Objects;

/**
 * A complex short-time spectrum, frame after frame. The array is shared, not copied.
 *
 * @param bins number of frequency bins, the lowest 0 Hz
 * @param frames number of frames
 * @param values the real part of (bin, frame) at {@code 2 * (frame * bins + bin)}, the imaginary part next to it: the
 *     bytes of a NumPy array [2, bins, frames] in Fortran order
 */
public record ComplexSpectrogram(int bins, int frames, float[] values) {

    public ComplexSpectrogram {
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be at least 1, but is " + bins);
        }
        if (frames < 0) {
            throw new IllegalArgumentException("frames must not be negative, but is " + frames);
        }
        Objects.requireNonNull(values, "values");
        if (values.length != 2L * bins * frames) {
            throw new IllegalArgumentException("values must have 2 * bins * frames = " + 2L * bins * frames
                    + " elements, but has " + values.length);
        }
    }

    /** The squared magnitude of (bin, frame) at {@code frame * bins + bin}. */
    public float[] power() {
        float[] power = new float[bins * frames];
        power(power);
        return power;
    }

    /**
     * The same into an array that is there already.
     *
     * @throws IllegalArgumentException if power has another length than bins * frames
     */
    public void power(float[] power) {
        if (power.length != (long) bins * frames) {
            throw new IllegalArgumentException(
                    "power must have bins * frames = " + (long) bins * frames + " elements, but has " + power.length);
        }
        for (int i = 0; i < power.length; i++) {
            float real = values[2 * i];
            float imaginary = values[2 * i + 1];
            power[i] = real * real + imaginary * imaginary;
        }
    }

    /** The mean of the squared magnitude over all bins and frames; 0 where there is no frame. */
    public double meanPower() {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return frames == 0 ? 0 : sum / ((double) bins * frames);
    }
}
