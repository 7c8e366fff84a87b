package io.reverie.dream.engine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** {@link WindowSchedule} and {@link CrossFade}. */
class WindowsTest {

    @Test
    void windowsCoverEveryFrameAndOverlapAtLeastAsAsked() {
        for (int frames = 1; frames < 400; frames++) {
            // Given
            WindowSchedule schedule = new WindowSchedule(frames, 50, 12);

            // Then
            assertThat(schedule.start(0)).isZero();
            assertThat(schedule.start(schedule.count() - 1) + schedule.length()).isEqualTo(frames);
            for (int window = 1; window < schedule.count(); window++) {
                int hop = schedule.start(window) - schedule.start(window - 1);
                assertThat(hop).as("%d frames, window %d", frames, window).isBetween(1, 38);
            }
        }
    }

    @Test
    void aShortRecordingIsOneWindowOfItsOwnLength() {
        WindowSchedule schedule = new WindowSchedule(50, 50, 12);
        assertThat(schedule.count()).isEqualTo(1);
        assertThat(new WindowSchedule(7, 50, 12).length()).isEqualTo(7);
        assertThatThrownBy(() -> new WindowSchedule(0, 50, 12)).hasMessageContaining("frames must be at least 1");
        assertThatThrownBy(() -> new WindowSchedule(9, 50, 50)).hasMessageContaining("overlap must be 0 to 49");
    }

    @Test
    void fadesLinearlyOverTheWholeOverlap() {
        // Given three windows, the last aligned with the end and overlapping two
        CrossFade fade = new CrossFade(1, 8);
        fade.add(new float[] {0, 0, 0, 0}, 0, 4);
        fade.add(new float[] {3, 3, 3, 3}, 2, 4);

        // When
        float[] two = fade.joined().clone();
        fade.add(new float[] {3, 3, 3, 3}, 4, 4);

        // Then
        assertThat(two).containsExactly(0, 0, 1, 2, 3, 3, 0, 0);
        assertThat(fade.joined()).containsExactly(0, 0, 1, 2, 3, 3, 3, 3);
        assertThatThrownBy(() -> new CrossFade(1, 8).add(new float[] {1}, 1, 1)).hasMessageContaining("start");
    }

    @Test
    void capKeepsTheEnergyBelow() {
        // Given a rise of 10 dB against a cap of 6 dB, for gains that are equal everywhere
        EnergyCap cap = new EnergyCap(6);

        // Then the scale is exact, and 1 below the cap
        assertThat(cap.scale(10, 1)).isCloseTo(0.6, within(1e-12));
        assertThat(cap.scale(3.9, 1)).isEqualTo(1);
        assertThat(cap.scale(0, 0)).isEqualTo(1);
    }
}
