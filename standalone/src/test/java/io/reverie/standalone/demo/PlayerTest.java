package io.reverie.standalone.demo;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PlayerTest {
    /** Where the side lobes of the Hann window have fallen below -75 dB. */
    private static final double NEAR_BINS = 12;

    private static final StftParameters FINE =
            new StftParameters(Tape.SAMPLE_RATE, 16_384, 16_384, 4_096, false, PadMode.ZERO);

    @ParameterizedTest
    @ValueSource(doubles = {33, 57, 88.5, 105.3})
    void aBrightToneHasOvertonesAndNothingBetweenThem(double pitch) {
        // Given a tone with every overtone that fits below the Nyquist frequency
        Tape tape = new Tape(3);
        Player player = new Player(Instrument.of(Timbre.SAW, Envelope.held(0.05, 0.05)), tape, new Choices(1));
        player.play(new Note(0, 4, pitch, 1));

        // When its spectrum is taken, after the attack
        ComplexSpectrogram spectrum = new Stft(FINE).forward(tape.samples());
        float[] power = spectrum.power();
        int frame = spectrum.frames() / 2;

        // Then what lies further than the skirt of the window from an overtone is 60 dB below the rest: no aliasing
        double overtones = 0;
        double between = 0;
        for (int bin = 0; bin < spectrum.bins(); bin++) {
            double harmonic = bin * FINE.binHz() / Pitch.hertz(pitch);
            double distance = Math.abs(harmonic - Math.rint(harmonic)) * Pitch.hertz(pitch) / FINE.binHz();
            if (Math.rint(harmonic) >= 1 && distance < NEAR_BINS) {
                overtones += power[frame * spectrum.bins() + bin];
            } else {
                between += power[frame * spectrum.bins() + bin];
            }
        }
        assertThat(10 * Math.log10(between / overtones)).isLessThan(-60);
    }

    @Test
    void everyTimbreIsAsLoudAsASine() {
        for (Timbre timbre : new Timbre[] {Timbre.SAW, Timbre.TRIANGLE, Timbre.CHOIR_AH, Timbre.MUSIC_BOX}) {
            // Given a second of a held note
            Tape tape = new Tape(1);
            new Player(Instrument.of(timbre, Envelope.held(0.001, 0.01)), tape, new Choices(2))
                    .play(new Note(0, 2, 60, 1));

            // Then its power is that of a sine, 1/2
            double power = 0;
            for (float sample : tape.samples()) {
                power += sample * sample;
            }
            assertThat(power / tape.length()).isCloseTo(0.5, within(0.01));
        }
    }

    @Test
    void notesOutsideTheTapeAreCutOff() {
        // Given a tape of a tenth of a second
        Tape tape = new Tape(0.1);
        Player player = new Player(Instrument.of(Timbre.SAW, Envelope.held(0.01, 0.01)), tape, new Choices(3));

        // When notes begin before it and after it
        player.play(new Note(-0.05, 0.5, 60, 1));
        player.play(new Note(7, 1, 60, 1));

        // Then the first is heard from the tape's beginning
        assertThat(Math.abs(tape.samples()[0]) + Math.abs(tape.samples()[20])).isGreaterThan(0);
    }

    @Test
    void refusesAnInstrumentWithoutPlayersAndAnEnvelopeWithoutTime() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Instrument.of(Timbre.SAW, Envelope.held(0.1, 0.1)).inUnison(0, 5))
                .withMessageContaining("players");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Envelope.held(0, 0.1))
                .withMessageContaining("attack");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Envelope(0.1, 0.1, 1.5, 0.1))
                .withMessageContaining("sustain");
    }
}
