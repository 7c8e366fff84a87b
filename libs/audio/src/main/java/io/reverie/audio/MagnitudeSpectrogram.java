package io.reverie.audio;

import java.util.Objects;

/**
 * The magnitudes of a short-time spectrum, frame after frame. The array is shared, not copied.
 *
 * @param bins number of frequency bins, the lowest 0 Hz
 * @param frames number of frames
 * @param values the magnitude of (bin, frame) at {@code frame * bins + bin}, finite and not negative: the bytes of a
 *     NumPy array [bins, frames] in Fortran order
 */
public record MagnitudeSpectrogram(int bins, int frames, float[] values) {

    public MagnitudeSpectrogram {
        if (bins < 1) {
            throw new IllegalArgumentException("bins must be at least 1, but is " + bins);
        }
        if (frames < 0) {
            throw new IllegalArgumentException("frames must not be negative, but is " + frames);
        }
        Objects.requireNonNull(values, "values");
        if (values.length != (long) bins * frames) {
            throw new IllegalArgumentException(
                    "values must have bins * frames = " + (long) bins * frames + " elements, but has " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!(values[i] >= 0 && values[i] <= Float.MAX_VALUE)) {
                throw new IllegalArgumentException("magnitudes must be finite and not negative, but bin " + i % bins
                        + " of frame " + i / bins + " is " + values[i]);
            }
        }
    }

    /** The magnitudes of a complex spectrum. */
    public static MagnitudeSpectrogram of(ComplexSpectrogram spectrogram) {
        float[] values = new float[spectrogram.bins() * spectrogram.frames()];
        for (int i = 0; i < values.length; i++) {
            double real = spectrogram.values()[2 * i];
            double imaginary = spectrogram.values()[2 * i + 1];
            values[i] = (float) Math.sqrt(real * real + imaginary * imaginary);
        }
        return new MagnitudeSpectrogram(spectrogram.bins(), spectrogram.frames(), values);
    }
}
