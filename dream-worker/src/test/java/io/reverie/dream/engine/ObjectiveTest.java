package io.reverie.dream.engine;

import io.reverie.schemas.ObjectiveKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Values by hand; gradients are checked in {@link GradientTest}. */
class ObjectiveTest {

    private final float[] logits = {9, 1, 2, 4};
    private final float[] gradient = new float[4];

    @Test
    void marginIsTheLogOddsOfTheTarget() {
        // When, of the second network's logits
        double value = new LabelObjective(ObjectiveKind.MARGIN, 1, new int[] {}, 3).value(logits, 1, 1, gradient);

        // Then
        assertThat(value).isCloseTo(2 - Math.log(Math.exp(1) + Math.exp(4)), within(1e-12));
        assertThat(gradient[0]).isZero();
        assertThat(gradient[2]).isEqualTo(1);
        assertThat((double) gradient[1] + gradient[3]).isCloseTo(-1, within(1e-6));
    }

    @Test
    void logitIsTheTargetAlone() {
        assertThat(new LabelObjective(ObjectiveKind.LOGIT, 3, new int[] {}, 4).value(logits, 0, 0.5, gradient))
                .isEqualTo(4);
        assertThat(gradient).containsExactly(0, 0, 0, 0.5f);
    }

    @Test
    void differenceIsToTheMeanOfTheOthersOrOfTheNamedOnes() {
        assertThat(new LabelObjective(ObjectiveKind.DIFFERENCE, 0, new int[] {}, 4).value(logits, 0, 1, gradient))
                .isCloseTo(9 - 7 / 3.0, within(1e-12));
        assertThat(new LabelObjective(ObjectiveKind.DIFFERENCE, 0, new int[] {2}, 4).value(logits, 0, 1, gradient))
                .isEqualTo(7);
        assertThat(gradient).containsExactly(1, 0, -1, 0);
    }

    @Test
    void doesNotOverflow() {
        // Given
        float[] large = {3e38f, -3e38f, 1e30f};

        // Then
        assertThat(new LabelObjective(ObjectiveKind.MARGIN, 1, new int[] {}, 3).value(large, 0, 1, gradient))
                .isFinite();
    }

    @Test
    void refusesLabelsThatTheNetworkDoesNotHave() {
        assertThatThrownBy(() -> new LabelObjective(ObjectiveKind.MARGIN, 4, new int[] {}, 4))
                .hasMessage("target must be 0 to 3, but is 4");
        assertThatThrownBy(() -> new LabelObjective(ObjectiveKind.MARGIN, 1, new int[] {1}, 4))
                .hasMessageContaining("against must be labels from 0 to 3 without 1");
    }
}
