package io.reverie.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SmallNetworkParametersTest {

    @Test
    void defaultsAreTheRecipe() {
        assertThat(SmallNetworkParameters.defaults(10, 800, 1))
                .isEqualTo(SmallNetworkParameters.of(
                        128, 431, 10, OptimiserParameters.adamW(800, 2e-3, 0.05, 1e-2), 0.3, 1));
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        refuses(8, 431, 10, 800, 2e-3, 0.05, 0.01, 0.3, "rows");
        refuses(128, 63, 10, 800, 2e-3, 0.05, 0.01, 0.3, "frames");
        refuses(128, 431, 1, 800, 2e-3, 0.05, 0.01, 0.3, "labels");
        refuses(128, 431, 10, 0, 2e-3, 0.05, 0.01, 0.3, "steps");
        refuses(128, 431, 10, 800, Double.NaN, 0.05, 0.01, 0.3, "learningRate");
        refuses(128, 431, 10, 800, 2e-3, 1.5, 0.01, 0.3, "warmUp");
        refuses(128, 431, 10, 800, 2e-3, 0.05, -1, 0.3, "weightDecay");
        refuses(128, 431, 10, 800, 2e-3, 0.05, 0.01, 1, "dropout");
    }

    private static void refuses(
            int rows,
            int frames,
            int labels,
            int steps,
            double learningRate,
            double warmUp,
            double weightDecay,
            double dropout,
            String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SmallNetworkParameters.of(
                        rows,
                        frames,
                        labels,
                        OptimiserParameters.adamW(steps, learningRate, warmUp, weightDecay),
                        dropout,
                        1))
                .withMessageStartingWith(field);
    }
}
