package io.reverie.network;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static org.assertj.core.api.Assertions.assertThat;

/** Planes that are cut into strips and planes that are not, against max pooling written out. */
class MaxPoolingTest {

    @BeforeAll
    static void load() {
        NativeBackend.load();
    }

    @ParameterizedTest
    @CsvSource({"2, 3, 128, 430", "1, 2, 128, 431", "1, 2, 129, 430", "2, 2, 6, 9", "1, 1, 100, 2001"})
    void poolsAndSendsTheGradientToTheLargest(int batch, int channels, int rows, int columns) {
        // Given
        float[] values = Networks.noise(batch * channels * rows * columns, 1);
        INDArray input = NativeArrays.copyOf(values, batch, channels, rows, columns);
        INDArray pooled = NativeArrays.allocate(batch, channels, rows / 2, columns / 2);
        float[] weights = Networks.noise((int) pooled.length(), 2);
        INDArray gradient = NativeArrays.allocate(batch, channels, rows, columns);

        // When
        Nd4j.exec(NativeOperations.maxPooling(input, pooled));
        Nd4j.exec(NativeOperations.maxPoolingGradient(
                input, NativeArrays.copyOf(weights, batch, channels, rows / 2, columns / 2), gradient));

        // Then
        float[] expected = new float[weights.length];
        float[] expectedGradient = new float[values.length];
        int to = 0;
        for (int plane = 0; plane < batch * channels; plane++) {
            for (int row = 0; row < rows / 2; row++) {
                for (int column = 0; column < columns / 2; column++, to++) {
                    int corner = (plane * rows + 2 * row) * columns + 2 * column;
                    int largest = corner;
                    for (int index : new int[] {corner + 1, corner + columns, corner + columns + 1}) {
                        largest = values[index] > values[largest] ? index : largest;
                    }
                    expected[to] = values[largest];
                    expectedGradient[largest] += weights[to];
                }
            }
        }
        assertThat(NativeArrays.values(pooled)).containsExactly(expected);
        assertThat(NativeArrays.values(gradient)).containsExactly(expectedGradient);
    }
}
