package io.reverie.network.cuda;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@link MachineCode} and {@link ComputeCapability}. */
class MachineCodeTest {

    private final MachineCode code = new MachineCode(List.of(
            new ComputeCapability(8, 6),
            new ComputeCapability(3, 7),
            new ComputeCapability(7, 5),
            new ComputeCapability(8, 0)));

    @ParameterizedTest
    @CsvSource({
        "3, 5, false",
        "3, 7, true",
        "5, 0, false",
        "7, 0, false",
        "7, 5, true",
        "8, 0, true",
        "8, 6, true",
        "8, 9, true",
        "9, 0, false",
        "12, 0, false"
    })
    void runsWithinAGenerationAndUpwards(int major, int minor, boolean expected) {
        assertThat(code.runsOn(new ComputeCapability(major, minor))).isEqualTo(expected);
    }

    @Test
    void listsWhatItWasCompiledFor() {
        assertThat(code).hasToString("3.7, 7.5, 8.0, 8.6 (devices with a larger second number run the same code)");
    }

    @Test
    void capabilitiesHaveNoNegativeNumbers() {
        assertThatThrownBy(() -> new ComputeCapability(8, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8.-1");
    }
}
