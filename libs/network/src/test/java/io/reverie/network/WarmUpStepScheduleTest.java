package io.reverie.network;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WarmUpStepScheduleTest {

    @Test
    void fallsByTheFactorAfterEveryInterval() {
        // Given
        WarmUpStepSchedule schedule = new WarmUpStepSchedule(1e-3, 0, 140, 0.1);

        // When, then
        assertThat(schedule.valueAt(0, 0)).isEqualTo(1e-3);
        assertThat(schedule.valueAt(139, 0)).isEqualTo(1e-3);
        assertThat(schedule.valueAt(140, 0)).isCloseTo(1e-4, within(1e-12));
        assertThat(schedule.valueAt(279, 9)).isCloseTo(1e-4, within(1e-12));
        assertThat(schedule.valueAt(280, 0)).isCloseTo(1e-5, within(1e-12));
    }

    @Test
    void risesWhileItFalls() {
        // Given a warm-up that is longer than an interval
        WarmUpStepSchedule schedule = new WarmUpStepSchedule(1, 8, 4, 0.5);

        // When, then
        assertThat(schedule.valueAt(0, 0)).isEqualTo(1 / 8.0);
        assertThat(schedule.valueAt(3, 0)).isEqualTo(4 / 8.0);
        assertThat(schedule.valueAt(4, 0)).isEqualTo(5 / 8.0 * 0.5);
        assertThat(schedule.valueAt(8, 0)).isEqualTo(0.25);
    }
}
