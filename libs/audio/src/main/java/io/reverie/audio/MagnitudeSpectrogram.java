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
        int bins = spectrogram.bins();
        float[] values = new float[bins * spectrogram.frames()];
        double[] squares = new double[bins];
        for (int at = 0; at < values.length; at += bins) {
            square(spectrogram.values(), 2 * at, squares);
            root(squares, values, at);
        }
        return new MagnitudeSpectrogram(bins, spectrogram.frames(), values);
    }

    private static void square(float[] values, int at, double[] squares) {
        for (int bin = 0; bin < squares.length; bin++) {
            double real = values[at + 2 * bin];
            double imaginary = values[at + 2 * bin + 1];
            squares[bin] = real * real + imaginary * imaginary;
        }
    }

    /** By itself: a loop of nothing else becomes vector instructions. */
    private static void root(double[] squares, float[] values, int at) {
        for (int bin = 0; bin < squares.length; bin++) {
            values[at + bin] = (float) Math.sqrt(squares[bin]);
        }
    }
}
