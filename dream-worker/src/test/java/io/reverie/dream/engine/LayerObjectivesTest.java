package io.reverie.dream.engine;

import java.util.Random;
import java.util.stream.Stream;

import io.reverie.network.PlanLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Objectives of layers: their values by hand, and their gradients against central differences. */
class LayerObjectivesTest {

    private static final PlanLayer SHAPE = new PlanLayer("convolution2", 3, 2, 4);
    private static final int AT = SHAPE.size();
    /** float32 activations near 1; the objectives are at most quadratic, so that a large difference costs nothing. */
    private static final float DIFFERENCE = 1 / 64f;

    private static Stream<Objective> objectives() {
        return Stream.of(
                new ChannelObjective(1, SHAPE, 2),
                new LayerObjective(1, SHAPE),
                new GuideObjective(1, SHAPE, random(2 * SHAPE.size(), 9)));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void gradientsAgreeWithCentralDifferences(Objective objective) {
        // Given the second of two inputs
        float[] activations = random(2 * SHAPE.size(), 1);
        float[] gradient = new float[activations.length];

        // When
        objective.value(activations, AT, 0.5, gradient);

        // Then half the slope, and nothing of the other input
        float[] scratch = new float[activations.length];
        for (int i = 0; i < SHAPE.size(); i++) {
            assertThat(gradient[i]).isZero();
            float middle = activations[AT + i];
            activations[AT + i] = middle + DIFFERENCE;
            double above = objective.value(activations, AT, 0.5, scratch);
            activations[AT + i] = middle - DIFFERENCE;
            double below = objective.value(activations, AT, 0.5, scratch);
            activations[AT + i] = middle;
            assertThat((double) gradient[AT + i])
                    .as("activation %d", i)
                    .isCloseTo(0.5 * (above - below) / (2 * DIFFERENCE), within(1e-5));
        }
    }

    @Test
    void areWhatTheirFormulaeSay() {
        // Given one channel of 1, one of 2, one of 3
        float[] activations = new float[SHAPE.size()];
        for (int i = 0; i < activations.length; i++) {
            activations[i] = 1 + i / 8;
        }
        float[] gradient = new float[activations.length];

        // Then
        assertThat(new ChannelObjective(0, SHAPE, 1).value(activations, 0, 1, gradient))
                .isEqualTo(2);
        assertThat(new LayerObjective(0, SHAPE).value(activations, 0, 1, gradient))
                .isCloseTo(Math.sqrt(14 / 3.0), within(1e-12));
        // A guide that is the same everywhere: 1 + 4 + 9
        assertThat(new GuideObjective(0, SHAPE, activations).value(activations, 0, 1, gradient))
                .isEqualTo(14);
    }

    @Test
    void refuseWhatTheLayerHasNot() {
        assertThatThrownBy(() -> new ChannelObjective(0, SHAPE, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("channel must be 0 to 2 of layer convolution2, but is 3");
        assertThatThrownBy(() -> new GuideObjective(0, SHAPE, new float[SHAPE.size() + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segments of 24 activations");
    }

    private static float[] random(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
