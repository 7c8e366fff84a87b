package io.reverie.standalone.demo;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class EffectsTest {
    private static final double FLAT = Math.sqrt(0.5);

    @Test
    void theFilterHalvesThePowerAtItsCorner() {
        // A Butterworth filter of second order: -3.01 dB at the corner, on either side, and -12 dB an octave
        assertThat(gain(1_000, FLAT, 1_000, Output.LOW)).isCloseTo(-3.01, within(0.05));
        assertThat(gain(1_000, FLAT, 1_000, Output.HIGH)).isCloseTo(-3.01, within(0.05));
        assertThat(gain(1_000, FLAT, 50, Output.LOW)).isCloseTo(0, within(0.05));
        assertThat(gain(1_000, FLAT, 10_000, Output.HIGH)).isCloseTo(0, within(0.05));
        assertThat(gain(200, FLAT, 1_600, Output.LOW)).isCloseTo(-36.3, within(0.8));
        assertThat(gain(1_000, 3, 1_000, Output.BAND)).isCloseTo(0, within(0.05));
    }

    @Test
    void theRoomFadesByAThousandthInItsReverberationTime() {
        // Given an undamped room of one second, and an impulse
        Tape tape = new Tape(1.5);
        tape.add(0, 1);
        new Room(1, 0).reverberate(tape, 1);

        // When the energy that is still to come is compared at a quarter and at three quarters of a second
        double early = energyFrom(tape, 0.25);
        double late = energyFrom(tape, 0.75);

        // Then it fell by half of 60 dB
        assertThat(10 * Math.log10(early / late)).isCloseTo(30, within(1.5));
    }

    @Test
    void theEchoComesBackQuieterEachTime() {
        // Given an impulse
        Tape tape = new Tape(1);
        tape.add(0, 1);

        // When it echoes every 0.2 s
        new Echo(0.2, 0.5).repeat(tape);

        // Then each repeat has half the amplitude, and nothing lies between
        assertThat(tape.samples()[Tape.position(0.2)]).isEqualTo(0.5f);
        assertThat(tape.samples()[2 * Tape.position(0.2)]).isEqualTo(0.25f);
        assertThat(tape.samples()[Tape.position(0.3)]).isZero();
    }

    @Test
    void refusesAnEchoThatNeverEnds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Echo(0.2, 1)).withMessageContaining("feedback");
        assertThatIllegalArgumentException().isThrownBy(() -> new Echo(0, 0.5)).withMessageContaining("delay");
    }

    private enum Output {
        LOW,
        BAND,
        HIGH
    }

    /** Gain in dB for a sine, once the filter has settled. */
    private static double gain(double cornerHz, double quality, double sineHz, Output output) {
        StateVariableFilter filter = new StateVariableFilter(cornerHz, quality);
        double in = 0;
        double out = 0;
        for (int i = 0; i < 2 * Tape.SAMPLE_RATE; i++) {
            double sample = Math.sin(2 * Math.PI * sineHz * i / Tape.SAMPLE_RATE);
            filter.feed(sample);
            double filtered =
                    switch (output) {
                        case LOW -> filter.low();
                        case BAND -> filter.band();
                        case HIGH -> filter.high();
                    };
            if (i >= Tape.SAMPLE_RATE) {
                in += sample * sample;
                out += filtered * filtered;
            }
        }
        return 10 * Math.log10(out / in);
    }

    private static double energyFrom(Tape tape, double seconds) {
        double energy = 0;
        for (int i = Tape.position(seconds); i < tape.length(); i++) {
            energy += tape.samples()[i] * tape.samples()[i];
        }
        return energy;
    }
}
