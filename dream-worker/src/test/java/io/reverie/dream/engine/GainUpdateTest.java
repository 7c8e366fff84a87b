package io.reverie.dream.engine;

import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.Update;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GainUpdateTest {

    /** Mean magnitude 1; the first is beyond a clip of 3. */
    private final float[] gradient = {3.5f, -0.25f, 0, -0.25f};

    @Test
    void normalisesAndClips() {
        assertThat(moved(Update.FREE, GradientScaling.NORMALIZED, gradient))
                .containsExactly(1.5f, 0.375f, 0.5f, 0.375f);
        float[] tenfold = {35, -2.5f, 0, -2.5f};
        assertThat(moved(Update.FREE, GradientScaling.NORMALIZED, tenfold)).containsExactly(1.5f, 0.375f, 0.5f, 0.375f);
    }

    @Test
    void takesARawGradientAsItIs() {
        assertThat(moved(Update.FREE, GradientScaling.RAW, gradient)).containsExactly(2.25f, 0.375f, 0.5f, 0.375f);
    }

    @Test
    void keepsTheSignOfAdditiveAndSubtractiveGains() {
        float[] down = {-3, -1, 0, 0};
        assertThat(moved(Update.ADDITIVE, GradientScaling.RAW, down)).containsExactly(0, 0, 0.5f, 0.5f);
        assertThat(moved(Update.SUBTRACTIVE, GradientScaling.RAW, down)).containsExactly(-1, 0, 0, 0);
    }

    @Test
    void refusesAGradientThatSaysNothing() {
        assertThatThrownBy(() -> moved(Update.FREE, GradientScaling.NORMALIZED, new float[4]))
                .isInstanceOf(NoGradientException.class)
                .hasMessageContaining("zero");
        assertThatThrownBy(() -> moved(Update.FREE, GradientScaling.RAW, new float[] {1, Float.NaN, 0, 0}))
                .isInstanceOf(NoGradientException.class)
                .hasMessageContaining("not finite");
        float[] infinite = {1, Float.POSITIVE_INFINITY, 0, 0};
        assertThatThrownBy(() -> moved(Update.FREE, GradientScaling.NORMALIZED, infinite))
                .isInstanceOf(NoGradientException.class);
    }

    private static float[] moved(Update update, GradientScaling scaling, float[] gradient) {
        float[] gains = {0.5f, 0.5f, 0.5f, 0.5f};
        new GainUpdate(update, new GradientScale(scaling, 0.5, 2)).apply(gains, gradient, 4);
        return gains;
    }
}
