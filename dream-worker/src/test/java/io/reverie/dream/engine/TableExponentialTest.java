package io.reverie.dream.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TableExponentialTest {

    @Test
    void isTheExponentialFunctionToTwelveDigits() {
        for (double x = -600; x <= 600; x += 0.0137) {
            assertThat(TableExponential.exp(x) / Math.exp(x)).as("x = %s", x).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void isNeverOnTheWrongSideOfOne() {
        // Given gains down to the smallest, of either sign
        for (double x = 1; x > 1e-300; x /= 3) {
            // Then additive gains stay at 1 or above and subtractive ones at 1 or below
            assertThat(TableExponential.exp(x)).isGreaterThanOrEqualTo(1);
            assertThat(TableExponential.exp(-x)).isLessThanOrEqualTo(1);
        }
        assertThat(TableExponential.exp(0)).isEqualTo(1);
    }

    @Test
    void clampsWhatIsOutOfRangeAndPassesNotANumberOn() {
        assertThat(TableExponential.exp(1e9)).isEqualTo(TableExponential.exp(700));
        assertThat(TableExponential.exp(-1e9)).isPositive().isLessThan(1e-300);
        assertThat(TableExponential.exp(Double.POSITIVE_INFINITY)).isEqualTo(TableExponential.exp(700));
        assertThat(TableExponential.exp(Double.NaN)).isNaN();
    }
}
