package io.reverie.audio;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TableLogarithmTest {

    @Test
    void isTheLogarithmOfWhatPowersAre() {
        // Given
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.exp(14 * random.nextGaussian());

            // When, then
            assertThat(TableLogarithm.ln(x)).isCloseTo(Math.log(x), within(1e-13));
        }
    }

    @Test
    void isExactAtOneAndCloseBesideIt() {
        assertThat(TableLogarithm.ln(1)).isZero();
        assertThat(TableLogarithm.ln(1 + 1e-9)).isCloseTo(1e-9, within(1e-13));
        assertThat(TableLogarithm.ln(1 - 1e-9)).isCloseTo(-1e-9, within(1e-13));
        assertThat(TableLogarithm.ln(Math.nextDown(2.0))).isCloseTo(Math.log(2), within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_NORMAL, 1e-300, 1e-20, 1e300, Double.MAX_VALUE})
    void reachesFromTheSmallestToTheLargest(double x) {
        assertThat(TableLogarithm.ln(x)).isCloseTo(Math.log(x), within(4e-13));
    }
}
