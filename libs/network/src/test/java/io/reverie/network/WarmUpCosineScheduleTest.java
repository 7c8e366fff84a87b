package io.reverie.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WarmUpCosineScheduleTest {

    @Test
    void risesLinearlyThenFallsAsACosine() {
        // Given
        WarmUpCosineSchedule schedule = new WarmUpCosineSchedule(2e-3, 10, 100);

        // When, then
        assertThat(schedule.valueAt(0, 0)).isCloseTo(2e-4, within(1e-9));
        assertThat(schedule.valueAt(4, 0)).isCloseTo(1e-3 * (1 + Math.cos(Math.PI * 0.04)) / 2, within(1e-9));
        assertThat(schedule.valueAt(50, 3)).isCloseTo(1e-3, within(1e-9));
        assertThat(schedule.valueAt(75, 0)).isCloseTo(1e-3 * (1 + Math.cos(Math.PI * 0.75)), within(1e-9));
        assertThat(schedule.valueAt(100, 0)).isZero();
        assertThat(schedule.valueAt(1000, 0)).isZero();
    }

    @Test
    void needsNoWarmUp() {
        assertThat(new WarmUpCosineSchedule(1e-3, 0, 10).valueAt(0, 0)).isEqualTo(1e-3);
    }
}
