package io.reverie.network;

import java.util.Arrays;

/**
 * Summary of feature maps {@code [maps, rows, columns]} by one value each: the mean over the rows (frequency), and of it
 * the mean plus the maximum over the columns (time). Where the maximum is reached more than once, its gradient goes to
 * the first column.
 */
final class TimeFrequencyMean implements MapSummary {
    private final int maps;
    private final int rows;
    private final int columns;
    private final int[] loudestColumns;

    TimeFrequencyMean(int maps, int rows, int columns) {
        this.maps = maps;
        this.rows = rows;
        this.columns = columns;
        this.loudestColumns = new int[maps];
    }

    @Override
    public boolean fits(long maps, long rows, long columns) {
        return this.maps == maps && this.rows == rows && this.columns == columns;
    }

    @Override
    public int length() {
        return maps * rows * columns;
    }

    @Override
    public int valuesPerMap() {
        return 1;
    }

    @Override
    public void forward(float[] input, float[] output) {
        for (int map = 0; map < maps; map++) {
            int start = map * rows * columns;
            float total = 0;
            float largest = Float.NEGATIVE_INFINITY;
            int loudest = 0;
            for (int column = 0; column < columns; column++) {
                float sum = 0;
                for (int row = 0; row < rows; row++) {
                    sum += input[start + row * columns + column];
                }
                total += sum;
                if (sum > largest) {
                    largest = sum;
                    loudest = column;
                }
            }
            loudestColumns[map] = loudest;
            output[map] = (total / columns + largest) / rows;
        }
    }

    @Override
    public void backward(float[] outputGradient, float[] inputGradient) {
        for (int map = 0; map < maps; map++) {
            int start = map * rows * columns;
            float throughMaximum = outputGradient[map] / rows;
            float throughMean = throughMaximum / columns;
            Arrays.fill(inputGradient, start, start + rows * columns, throughMean);
            for (int row = 0; row < rows; row++) {
                inputGradient[start + row * columns + loudestColumns[map]] += throughMaximum;
            }
        }
    }
}
