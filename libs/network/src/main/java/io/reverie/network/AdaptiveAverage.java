package io.reverie.network;

import java.util.Arrays;

/**
 * Averages feature maps of any size down to {@code size} by {@code size} values, as torch.nn.AdaptiveAvgPool2d does: bin
 * {@code i} of {@code n} values reaches from {@code floor(i · n / size)} to {@code ceil((i + 1) · n / size)}, so that bins
 * overlap or repeat where {@code n} is no multiple of {@code size}.
 */
final class AdaptiveAverage implements MapSummary {
    private final int maps;
    private final int rows;
    private final int columns;
    private final int size;

    AdaptiveAverage(int maps, int rows, int columns, int size) {
        this.maps = maps;
        this.rows = rows;
        this.columns = columns;
        this.size = size;
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
        return size * size;
    }

    @Override
    public void forward(float[] input, float[] output) {
        int to = 0;
        for (int map = 0; map < maps; map++) {
            for (int binRow = 0; binRow < size; binRow++) {
                for (int binColumn = 0; binColumn < size; binColumn++, to++) {
                    float sum = 0;
                    for (int row = start(binRow, rows); row < end(binRow, rows); row++) {
                        int line = (map * rows + row) * columns;
                        for (int column = start(binColumn, columns); column < end(binColumn, columns); column++) {
                            sum += input[line + column];
                        }
                    }
                    output[to] = sum / values(binRow, binColumn);
                }
            }
        }
    }

    @Override
    public void backward(float[] outputGradient, float[] inputGradient) {
        Arrays.fill(inputGradient, 0);
        int from = 0;
        for (int map = 0; map < maps; map++) {
            for (int binRow = 0; binRow < size; binRow++) {
                for (int binColumn = 0; binColumn < size; binColumn++, from++) {
                    float share = outputGradient[from] / values(binRow, binColumn);
                    for (int row = start(binRow, rows); row < end(binRow, rows); row++) {
                        int line = (map * rows + row) * columns;
                        for (int column = start(binColumn, columns); column < end(binColumn, columns); column++) {
                            inputGradient[line + column] += share;
                        }
                    }
                }
            }
        }
    }

    private int values(int binRow, int binColumn) {
        return (end(binRow, rows) - start(binRow, rows)) * (end(binColumn, columns) - start(binColumn, columns));
    }

    private int start(int bin, int length) {
        return bin * length / size;
    }

    private int end(int bin, int length) {
        return ((bin + 1) * length + size - 1) / size;
    }
}
