package io.reverie.audio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MelParametersTest {

    @Test
    void defaultsAreThoseOfTheDesign() {
        assertThat(MelParameters.defaults()).isEqualTo(new MelParameters(128, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 2, bands",
        "4097, 0, 0, 2, bands",
        "128, -1, 0, 2, minHz",
        "128, NaN, 0, 2, minHz",
        "128, Infinity, 0, 2, minHz",
        "128, 100, 100, 2, maxHz",
        "128, 0, NaN, 2, maxHz",
        "128, 0, -5, 2, maxHz",
        "128, 0, Infinity, 2, maxHz",
        "128, 0, 0, 0, power",
        "128, 0, 0, NaN, power",
        "128, 0, 0, 9, power"
    })
    void refusesWhatIsOutOfRange(int bands, double minHz, double maxHz, double power, String field) {
        assertThatThrownBy(() -> new MelParameters(bands, MelScale.HTK, MelNorm.NONE, minHz, maxHz, power))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " must be");
    }
}
