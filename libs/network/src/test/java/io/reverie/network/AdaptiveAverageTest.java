package io.reverie.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Against torch.nn.AdaptiveAvgPool2d of PyTorch 1.13. */
class AdaptiveAverageTest {

    @Test
    void binsOfFewerValuesRepeat() {
        // Given a map of 2×6 with the squares of 0 to 11
        float[] map = {0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121};
        float[] bins = new float[49];

        // When
        new AdaptiveAverage(1, 2, 6, 7).forward(map, bins);

        // Then
        assertThat(bins)
                .containsExactly(
                        new float[] {
                            0, 0.5f, 2.5f, 6.5f, 12.5f, 20.5f, 25, //
                            0, 0.5f, 2.5f, 6.5f, 12.5f, 20.5f, 25, //
                            0, 0.5f, 2.5f, 6.5f, 12.5f, 20.5f, 25, //
                            18, 21.5f, 29.5f, 39.5f, 51.5f, 65.5f, 73, //
                            36, 42.5f, 56.5f, 72.5f, 90.5f, 110.5f, 121, //
                            36, 42.5f, 56.5f, 72.5f, 90.5f, 110.5f, 121, //
                            36, 42.5f, 56.5f, 72.5f, 90.5f, 110.5f, 121
                        },
                        within(1e-5f));
    }

    @Test
    void valuesAndGradientsOfOverlappingBins() {
        // Given a map of 5×9, averaged to 4×4
        float[] map = {
            0, 0.841f, 0.909f, 0.141f, -0.757f, -0.959f, -0.279f, 0.657f, 0.989f, //
            0.412f, -0.544f, -1, -0.537f, 0.42f, 0.991f, 0.65f, -0.288f, -0.961f, //
            -0.751f, 0.15f, 0.913f, 0.837f, -0.009f, -0.846f, -0.906f, -0.132f, 0.763f, //
            0.956f, 0.271f, -0.664f, -0.988f, -0.404f, 0.551f, 1, 0.529f, -0.428f, //
            -0.992f, -0.644f, 0.296f, 0.964f, 0.745f, -0.159f, -0.917f, -0.832f, 0.018f
        };
        float[] weights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        AdaptiveAverage average = new AdaptiveAverage(1, 5, 9, 4);
        float[] bins = new float[16];
        float[] gradient = new float[45];

        // When
        average.forward(map, bins);
        average.backward(weights, gradient);

        // Then
        assertThat(bins)
                .containsExactly(
                        new float[] {
                            0.103f,
                            -0.137333f,
                            0.011f,
                            0.128f,
                            -0.136667f,
                            0.104f,
                            0.05f,
                            -0.145667f, //
                            0.145833f,
                            -0.0525f,
                            -0.102333f,
                            0.137667f,
                            -0.1295f,
                            -0.0085f,
                            0.136f,
                            -0.105f
                        },
                        within(2e-6f));
        assertThat(gradient)
                .containsExactly(
                        new float[] {
                            0.166667f, 0.166667f, 0.5f, 0.333333f, 0.833333f, 0.5f, 1.166667f, 0.666667f, 0.666667f, //
                            1, 1, 2.333333f, 1.333333f, 3, 1.666667f, 3.666667f, 2, 2, //
                            2.333333f, 2.333333f, 5, 2.666667f, 5.666667f, 3, 6.333333f, 3.333333f, 3.333333f, //
                            3.666667f, 3.666667f, 7.666667f, 4, 8.333333f, 4.333333f, 9, 4.666667f, 4.666667f, //
                            2.166667f, 2.166667f, 4.5f, 2.333333f, 4.833333f, 2.5f, 5.166667f, 2.666667f, 2.666667f
                        },
                        within(2e-6f));
    }

    @Test
    void eachMapIsAveragedByItself() {
        // Given two maps of 7×14: pairs of equal columns
        float[] maps = new float[2 * 7 * 14];
        for (int index = 0; index < maps.length; index++) {
            maps[index] = index / 2;
        }
        float[] bins = new float[2 * 49];

        // When
        new AdaptiveAverage(2, 7, 14, 7).forward(maps, bins);

        // Then
        for (int bin = 0; bin < bins.length; bin++) {
            assertThat(bins[bin]).isEqualTo(bin);
        }
    }
}
