package io.reverie.network;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Against the formulas written out in double precision; values near 100 in float32 keep four digits of their deviation. */
class BatchNormalizationTest {
    private static final double EPSILON = 1e-5;

    @ParameterizedTest
    @CsvSource({"3, 5, 6, 8, true", "2, 3, 7, 9, true", "4, 1, 5, 5, false", "1, 2, 3, 2, true"})
    void forwardAndBackwardEqualTheFormulas(int batch, int channels, int rows, int columns, boolean pooling) {
        // Given values far from 0, which a variance taken from sums of squares would not survive
        Random random = new Random(3);
        int outputRows = pooling ? rows / 2 : rows;
        int outputColumns = pooling ? columns / 2 : columns;
        double[] scale = random.doubles(channels, -1.5, 1.5).toArray();
        double[] shift = random.doubles(channels, -0.5, 0.5).toArray();
        float[] values = floats(random.doubles((long) batch * channels * rows * columns, 100, 101)
                .toArray());
        float[] outputGradient = floats(random.doubles((long) batch * channels * outputRows * outputColumns, -1, 1)
                .toArray());
        INDArray output = NativeArrays.allocate(batch, channels, outputRows, outputColumns);
        INDArray inputGradient = NativeArrays.allocate(batch, channels, rows, columns);
        float[] scaleGradient = new float[channels];
        float[] shiftGradient = new float[channels];
        BatchNormalization normalization = new BatchNormalization(batch, channels, rows, columns, pooling);
        INDArray input = NativeArrays.copyOf(values, batch, channels, rows, columns);
        INDArray gradient = NativeArrays.copyOf(outputGradient, batch, channels, outputRows, outputColumns);

        for (int run = 0; run < 2; run++) {
            // When, and again with what is left of the first run
            normalization.forward(input, floats(scale), floats(shift), EPSILON, output);
            normalization.backward(gradient, floats(scale), floats(shift), inputGradient, scaleGradient, shiftGradient);

            // Then
            float[] outputs = NativeArrays.values(output);
            float[] gradients = NativeArrays.values(inputGradient);
            for (int channel = 0; channel < channels; channel++) {
                Reference reference = new Reference(
                        values, channel, batch, channels, rows, columns, pooling, scale[channel], shift[channel]);
                reference.check(outputs, outputGradient, gradients, scaleGradient[channel], shiftGradient[channel]);
                assertThat(normalization.mean()[channel]).isCloseTo((float) reference.mean, within(1e-5f));
                assertThat(normalization.variance()[channel]).isCloseTo((float) reference.variance, within(1e-5f));
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** One channel. */
    private static final class Reference {
        private final int channel;
        private final int batch;
        private final int channels;
        private final int rows;
        private final int columns;
        private final boolean pooling;
        private final double scale;
        private final double shift;
        private final double[][] normalized;
        private double mean;
        private double variance;

        Reference(
                float[] values,
                int channel,
                int batch,
                int channels,
                int rows,
                int columns,
                boolean pooling,
                double scale,
                double shift) {
            this.channel = channel;
            this.batch = batch;
            this.channels = channels;
            this.rows = rows;
            this.columns = columns;
            this.pooling = pooling;
            this.scale = (float) scale;
            this.shift = (float) shift;
            int plane = rows * columns;
            normalized = new double[batch][plane];
            for (int item = 0; item < batch; item++) {
                for (int i = 0; i < plane; i++) {
                    normalized[item][i] = values[(item * channels + channel) * plane + i];
                    mean += normalized[item][i] / (batch * plane);
                }
            }
            for (double[] item : normalized) {
                for (double value : item) {
                    variance += (value - mean) * (value - mean) / (batch * plane);
                }
            }
            for (double[] item : normalized) {
                for (int i = 0; i < plane; i++) {
                    item[i] = (item[i] - mean) / Math.sqrt(variance + EPSILON);
                }
            }
        }

        void check(
                float[] outputs, float[] outputGradient, float[] gradients, float scaleGradient, float shiftGradient) {
            int size = pooling ? 2 : 1;
            int outputColumns = columns / size;
            int outputPlane = rows / size * outputColumns;
            int plane = rows * columns;
            double[][] passed = new double[batch][plane];
            double sum = 0;
            double product = 0;
            for (int item = 0; item < batch; item++) {
                double[] expected = new double[outputPlane];
                for (int row = 0; row < rows / size * size; row++) {
                    for (int column = 0; column < outputColumns * size; column++) {
                        int i = row * columns + column;
                        int to = row / size * outputColumns + column / size;
                        double value = scale * normalized[item][i] + shift;
                        expected[to] += Math.max(0, value) / (size * size);
                        if (value > 0) {
                            passed[item][i] =
                                    outputGradient[(item * channels + channel) * outputPlane + to] / (size * size);
                        }
                        sum += passed[item][i];
                        product += passed[item][i] * normalized[item][i];
                    }
                }
                for (int i = 0; i < outputPlane; i++) {
                    assertThat((double) outputs[(item * channels + channel) * outputPlane + i])
                            .isCloseTo(expected[i], within(1e-4));
                }
            }
            assertThat((double) shiftGradient).isCloseTo(sum, within(1e-4));
            assertThat((double) scaleGradient).isCloseTo(product, within(1e-4));
            double factor = scale / Math.sqrt(variance + EPSILON);
            for (int item = 0; item < batch; item++) {
                for (int i = 0; i < plane; i++) {
                    double expected = factor
                            * (passed[item][i]
                                    - sum / (batch * plane)
                                    - normalized[item][i] * product / (batch * plane));
                    assertThat((double) gradients[(item * channels + channel) * plane + i])
                            .isCloseTo(expected, within(1e-4 * Math.max(1, Math.abs(factor))));
                }
            }
        }
    }
}
