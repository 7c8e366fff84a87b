package io.reverie.network;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MomentumSgdTest {

    /**
     * Weights after each step by torch.optim.SGD(lr=0.1, momentum=0.9) with StepLR(step_size=2, gamma=0.1), PyTorch 1.13
     * in float64, gradients (0.3, -0.2, 0.1) times 1, 2, 3, 4, 5.
     */
    private static final double[][] PYTORCH = {
        {0.97, -1.98, 0.49},
        {0.883, -1.922, 0.461},
        {0.86617, -1.91078, 0.45539},
        {0.839023, -1.892682, 0.446341},
        {0.83507977, -1.89005318, 0.44502659}
    };

    @Test
    void movesAsPyTorchDoes() {
        // Given
        NativeBackend.load();
        MomentumSgd sgd = new MomentumSgd(new WarmUpStepSchedule(0.1, 0, 2, 0.1), 0.9);
        INDArray weights = Nd4j.createFromArray(1f, -2f, 0.5f).reshape(1, 3);
        INDArray state = Nd4j.valueArrayOf(new long[] {1, sgd.stateSize(3)}, 5f);
        GradientUpdater<?> updater = sgd.instantiate(state, true);

        for (int step = 0; step < PYTORCH.length; step++) {
            INDArray gradient =
                    Nd4j.createFromArray(0.3f, -0.2f, 0.1f).reshape(1, 3).mul(step + 1);

            // When
            updater.applyUpdater(gradient, step, 0);
            weights.subi(gradient);

            // Then float32 follows float64
            for (int i = 0; i < 3; i++) {
                assertThat(weights.getDouble(i)).isCloseTo(PYTORCH[step][i], within(3e-7));
            }
        }
    }

    @Test
    void isChosenByTheParameters() {
        // Given
        OptimiserParameters parameters = new OptimiserParameters(
                OptimiserParameters.Method.SGD, 100, 1e-3, 0.1, OptimiserParameters.Schedule.STEP, 20, 0.5, 0.9, 0);

        // When, then
        assertThat(parameters.updater()).isInstanceOf(MomentumSgd.class);
        assertThat(parameters.updater().getLearningRate(4, 0)).isCloseTo(0.5e-3, within(1e-12));
        assertThat(parameters.updater().getLearningRate(20, 0)).isCloseTo(0.5e-3, within(1e-12));
        assertThat(parameters.updater().getLearningRate(99, 0)).isCloseTo(1e-3 / 16, within(1e-12));
    }
}
