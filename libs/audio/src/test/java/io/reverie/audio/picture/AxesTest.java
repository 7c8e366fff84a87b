package io.reverie.audio.picture;

import java.util.List;

import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AxesTest {

    @Test
    void frequencyTicksAreOctavesBetweenTheEnds() {
        assertThat(labels(new MelAxis(250, 11_025).ticks()))
                .containsExactly("0", "250", "500", "1k", "2k", "4k", "8k", "11k");
        assertThat(labels(new MelAxis(420, 22_050).ticks()))
                .containsExactly("0", "250", "500", "1k", "2k", "4k", "8k", "16k", "22k");
        assertThat(labels(new MelAxis(420, 8000).ticks())).endsWith("2k", "4k", "8k");
        assertThat(labels(new MelAxis(420, MelScale.SLANEY, 300, 3800).ticks()))
                .containsExactly("300", "500", "1k", "2k", "3.8k");
    }

    @Test
    void narrowRangesHaveEqualSteps() {
        assertThat(labels(new MelAxis(420, MelScale.HTK, 1000, 1010).ticks()))
                .containsExactly("1000", "1002", "1004", "1006", "1008", "1010");
        assertThat(labels(new MelAxis(420, 1.5).ticks()))
                .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1", "1.2", "1.4", "1.5");
    }

    @ParameterizedTest
    @CsvSource({"420, 11025", "250, 11025", "250, 384000", "270, 22050", "300, 500", "250, 12500"})
    void frequencyLabelsNeverOverlap(int rows, double highestHz) {
        MelAxis axis = new MelAxis(rows, highestHz);
        double below = Double.MAX_VALUE;
        for (Tick tick : axis.ticks()) {
            assertThat(below - axis.rowOf(tick.value())).isGreaterThanOrEqualTo(18);
            below = axis.rowOf(tick.value());
        }
        assertThat(axis.hzAt(axis.rowOf(440))).isCloseTo(440, within(1e-6));
    }

    @Test
    void aFrameStandsWhereTheMiddleOfItsWindowIs() {
        // Given 100 frames of 10 ms on 1000 columns
        StftParameters centred = new StftParameters(8000, 256, 256, 80, true, PadMode.ZERO);
        StftParameters notCentred = new StftParameters(8000, 256, 256, 80, false, PadMode.ZERO);

        // Then frame 50 takes the columns 500 to 509
        assertThat(new TimeAxis(1000, 100, centred).columnOf(0.5)).isBetween(504, 506);
        assertThat(new TimeAxis(1000, 100, notCentred).columnOf(0.5 + 0.016)).isBetween(504, 506);
        assertThat(labels(new TimeAxis(1000, 100, centred).ticks()))
                .containsExactly("0.0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9");
        assertThat(labels(new TimeAxis(1000, 100, notCentred).ticks())).startsWith("0.1");
    }

    @Test
    void timesOfOneFrameAndOfAnHourHaveFewTicks() {
        StftParameters parameters = StftParameters.defaults();
        assertThat(labels(new TimeAxis(1100, 1, parameters).ticks()))
                .containsExactly(
                        "\u22120.005",
                        "\u22120.004",
                        "\u22120.003",
                        "\u22120.002",
                        "\u22120.001",
                        "0.000",
                        "0.001",
                        "0.002",
                        "0.003",
                        "0.004",
                        "0.005");
        assertThat(labels(new TimeAxis(1100, 310_079, parameters).ticks()))
                .containsExactly("0", "500", "1000", "1500", "2000", "2500", "3000", "3500");
    }

    private static List<String> labels(List<Tick> ticks) {
        return ticks.stream().map(Tick::label).toList();
    }
}
