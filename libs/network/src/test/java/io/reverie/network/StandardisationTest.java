package io.reverie.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class StandardisationTest {

    @Test
    void collectsMeanAndDeviationOverAllSegments() {
        // Given band 0: 1 2 3 4 100 and band 1: 5 5 5 5 5, in segments of two and three frames
        Standardisation.Statistics statistics = new Standardisation.Statistics(1, 2, StandardisationRule.PER_ROW);

        // When
        statistics.add(new float[] {1, 2, 5, 5}, 0, 2);
        statistics.add(new float[] {-7, 3, 4, 100, 5, 5, 5}, 1, 3);
        Standardisation standardisation = statistics.standardisation();

        // Then the deviation is the sample's, and 0.3
        assertThat(standardisation.mean()).containsExactly(22, 5);
        assertThat(standardisation.deviation()[0]).isCloseTo((float) (Math.sqrt(7610.0 / 4) + 0.3), within(1e-4f));
        assertThat(standardisation.deviation()[1]).isCloseTo(0.3f, within(1e-6f));
    }

    @Test
    void collectsThemOverAllRowsOfAChannelWhereTheyAreStandardisedTogether() {
        // Given two channels of two rows; the second is constant
        Standardisation.Statistics statistics = new Standardisation.Statistics(2, 2, StandardisationRule.PER_CHANNEL);

        // When
        statistics.add(new float[] {1, 2, 3, 4, 7, 7, 7, 7}, 0, 2);
        statistics.add(new float[] {5, 6, 7, 7}, 0, 1);
        Standardisation standardisation = statistics.standardisation();

        // Then the deviation of 1 to 6 is the square root of 3.5, with nothing added
        assertThat(standardisation.mean()).containsExactly(3.5f, 3.5f, 7, 7);
        assertThat(standardisation.deviation()[0]).isCloseTo((float) Math.sqrt(3.5), within(1e-6f));
        assertThat(standardisation.deviation()[1]).isEqualTo(standardisation.deviation()[0]);
        assertThat(standardisation.deviation()[3]).isPositive();
    }

    @Test
    void standardisesInPlaceAndTakesGradientsBack() {
        // Given
        Standardisation standardisation = new Standardisation(new float[] {1, 10}, new float[] {2, 5});
        float[] features = {99, 1, 3, 10, 0};
        float[] gradient = {1, 1, 1, 1};

        // When
        standardisation.forward(features, 1, 2);
        standardisation.backward(gradient, 0, 2);

        // Then
        assertThat(features).containsExactly(99, 0, 1, 0, -2);
        assertThat(gradient).containsExactly(0.5f, 0.5f, 0.2f, 0.2f);
    }

    @Test
    void refusesWhatDoesNotFit() {
        // Given
        Standardisation standardisation = new Standardisation(new float[] {1}, new float[] {2});

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Standardisation(new float[] {1}, new float[] {0}))
                .withMessageContaining("deviation");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Standardisation(new float[] {Float.NaN}, new float[] {1}))
                .withMessageContaining("mean");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Standardisation(new float[2], new float[] {1}))
                .withMessageContaining("each row");
        assertThatIllegalArgumentException().isThrownBy(() -> standardisation.forward(new float[3], 1, 3));
        assertThatIllegalStateException()
                .isThrownBy(() -> new Standardisation.Statistics(1, 3, StandardisationRule.PER_ROW).standardisation())
                .withMessageContaining("segment");
    }
}
