package io.reverie.standalone.demo;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class HarmonyTest {
    private static final int MIDDLE_C = 60;

    @Test
    void anOctaveDoublesTheFrequency() {
        assertThat(Pitch.hertz(69)).isEqualTo(440);
        assertThat(Pitch.hertz(81)).isCloseTo(880, within(1e-9));
        assertThat(Pitch.hertz(MIDDLE_C)).isCloseTo(261.626, within(1e-3));
    }

    @Test
    void voicesMoveToTheNearestPitchOfAClass() {
        assertThat(Pitch.nearest(7, MIDDLE_C)).isEqualTo(MIDDLE_C - 5);
        assertThat(Pitch.nearest(67, MIDDLE_C)).isEqualTo(MIDDLE_C - 5);
        assertThat(Pitch.nearest(64, MIDDLE_C)).isEqualTo(MIDDLE_C + 4);
        assertThat(Pitch.nearest(0, MIDDLE_C)).isEqualTo(MIDDLE_C);
    }

    @Test
    void chordsAreStackedThirds() {
        Key major = new Key(MIDDLE_C, Scale.MAJOR);
        assertThat(major.chord(0, 3)).containsExactly(60, 64, 67);
        assertThat(major.chord(4, 4)).containsExactly(67, 71, 74, 77);
        assertThat(new Key(57, Scale.MINOR).chord(0, 3)).containsExactly(57, 60, 64);
    }

    @Test
    void stepsGoOnBeyondTheOctaveAndBelowTheTonic() {
        Key blues = new Key(MIDDLE_C, Scale.BLUES);
        assertThat(blues.pitch(6)).isEqualTo(72);
        assertThat(blues.pitch(-1)).isEqualTo(58);
        assertThat(new Key(MIDDLE_C, Scale.MAJOR).pitch(-7)).isEqualTo(48);
    }

    @Test
    void neighboursAreTonesOfTheScale() {
        Key major = new Key(MIDDLE_C, Scale.MAJOR);
        assertThat(major.neighbour(64, 1)).isEqualTo(65);
        assertThat(major.neighbour(64, -1)).isEqualTo(62);
        assertThat(major.neighbour(48, -1)).isEqualTo(47);
    }

    @Test
    void theClockTurnsBeatsIntoSeconds() {
        Clock clock = new Clock(120);
        assertThat(clock.seconds(3)).isEqualTo(1.5);
        assertThat(clock.bars(10)).isEqualTo(5);
        assertThatIllegalArgumentException().isThrownBy(() -> new Clock(0)).withMessageContaining("beatsPerMinute");
    }
}
