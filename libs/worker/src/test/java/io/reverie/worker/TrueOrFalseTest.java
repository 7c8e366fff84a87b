package io.reverie.worker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrueOrFalseTest {

    private final TrueOrFalse converter = new TrueOrFalse();

    @Test
    void readsBoth() {
        assertThat(converter.convert("true")).isTrue();
        assertThat(converter.convert("False")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"maybe", "", "1"})
    void refusesWhatIsNeither(String value) {
        assertThatThrownBy(() -> converter.convert(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be true or false, but is " + value);
    }
}
