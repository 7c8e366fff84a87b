package io.reverie.audio.image;

import java.util.Objects;

/**
 * A spectrogram as an image of three channels. The array is shared, not copied.
 *
 * @param rows number of rows: bins or mel bands, the lowest first
 * @param columns number of columns: frames
 * @param values from 0 to 1, the value of (channel, row, column) at {@code (channel * rows + row) * columns + column}:
 *     the bytes of a NumPy array [3, rows, columns] in C order
 */
public record SpectrogramImage(int rows, int columns, float[] values) {

    /** Red, green and blue. */
    public static final int CHANNELS = 3;

    private static final float MEAN = 0.5f;
    private static final float DEVIATION = 0.5f;

    public SpectrogramImage {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "rows and columns must be at least 1, but are " + rows + " and " + columns);
        }
        Objects.requireNonNull(values, "values");
        if (values.length != (long) CHANNELS * rows * columns) {
            throw new IllegalArgumentException("values must have 3 * rows * columns = "
                    + (long) CHANNELS * rows * columns + " elements, but has " + values.length);
        }
    }

    /**
     * The image of what a network was given or made of it: the inverse of {@link #networkInput()}.
     *
     * @param input [3, rows, columns] in C order, from -1 to 1
     * @throws IllegalArgumentException if the input has another size
     */
    public static SpectrogramImage ofNetworkInput(int rows, int columns, float[] input) {
        float[] values = new float[input.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = input[i] * DEVIATION + MEAN;
        }
        return new SpectrogramImage(rows, columns, values);
    }

    /** What a network is given: {@code (x - 0.5) / 0.5}, from -1 to 1, in the same order. */
    public float[] networkInput() {
        float[] input = new float[values.length];
        for (int i = 0; i < input.length; i++) {
            input[i] = (values[i] - MEAN) / DEVIATION;
        }
        return input;
    }

    /** The value of a pixel in a channel (0 red, 1 green, 2 blue). */
    public float value(int channel, int row, int column) {
        return values[(channel * rows + row) * columns + column];
    }
}
