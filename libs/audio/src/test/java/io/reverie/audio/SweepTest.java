package io.reverie.audio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SweepTest {

    private final Stft stft = new Stft(StftParameters.defaults());

    @Test
    void aLinearSweepRisesByTheSameNumberOfHertz() {
        // When
        float[] sweep = Sweep.linear(500, 9500, 3, 22_050);

        // Then
        assertThat(sweep).hasSize(66_150);
        assertThat(sweep[0]).isZero();
        assertThat(Samples.peak(sweep)).isEqualTo(Sweep.AMPLITUDE, within(1e-4));
        assertThat(loudestHz(sweep, 0.5)).isEqualTo(2000, within(30.0));
        assertThat(loudestHz(sweep, 1.5)).isEqualTo(5000, within(30.0));
        assertThat(loudestHz(sweep, 2.5)).isEqualTo(8000, within(30.0));
    }

    @Test
    void anExponentialSweepRisesByTheSameInterval() {
        // When
        float[] sweep = Sweep.exponential(100, 6400, 6, 22_050);

        // Then: an octave a second
        assertThat(loudestHz(sweep, 2)).isEqualTo(400, within(30.0));
        assertThat(loudestHz(sweep, 3)).isEqualTo(800, within(30.0));
        assertThat(loudestHz(sweep, 5)).isEqualTo(3200, within(45.0));
        assertThat(loudestHz(Sweep.exponential(6400, 100, 6, 22_050), 1)).isEqualTo(3200, within(45.0));
    }

    @Test
    void equalFrequenciesGiveATone() {
        // When
        float[] linear = Sweep.linear(1000, 1000, 0.1, 22_050);
        float[] exponential = Sweep.exponential(1000, 1000, 0.1, 22_050);

        // Then
        for (int i = 0; i < linear.length; i++) {
            double expected = Sweep.AMPLITUDE * Math.sin(2 * Math.PI * 1000 * i / 22_050);
            assertThat((double) linear[i]).isEqualTo(expected, within(1e-6));
            assertThat((double) exponential[i]).isEqualTo(expected, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1000, 1, 22050, fromHz",
        "NaN, 1000, 1, 22050, fromHz",
        "0, 1000, 1, 22050, fromHz",
        "100, 11026, 1, 22050, toHz",
        "100, 0, 1, 22050, toHz",
        "100, 1000, 0, 22050, seconds",
        "100, 1000, NaN, 22050, seconds",
        "100, 1000, 1e9, 22050, seconds",
        "100, 1000, 1, 0, sampleRate"
    })
    void refusesWhatIsOutOfRange(double fromHz, double toHz, double seconds, int sampleRate, String field) {
        assertThatThrownBy(() -> Sweep.exponential(fromHz, toHz, seconds, sampleRate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " must be");
    }

    private double loudestHz(float[] samples, double seconds) {
        ComplexSpectrogram spectrogram = stft.forward(samples);
        float[] power = spectrogram.power();
        int start = (int) Math.round(seconds * 22_050 / 256) * 513;
        int loudest = 0;
        for (int bin = 0; bin < 513; bin++) {
            if (power[start + bin] > power[start + loudest]) {
                loudest = bin;
            }
        }
        return loudest * stft.parameters().binHz();
    }
}
