package io.reverie.audio;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SpectralConvergenceTest {

    @Test
    void comparesMagnitudesOnly() {
        // Given: magnitudes 5 and 0 wanted, 4 and 3 there: an error of sqrt(10) over 5
        ComplexSpectrogram target = new ComplexSpectrogram(2, 1, new float[] {3, -4, 0, 0});
        ComplexSpectrogram actual = new ComplexSpectrogram(2, 1, new float[] {0, 4, -3, 0});
        ComplexSpectrogram otherPhase = new ComplexSpectrogram(2, 1, new float[] {0, 5, 0, 0});

        // Then
        assertThat(SpectralConvergence.decibels(actual, target))
                .isEqualTo(20 * Math.log10(Math.sqrt(10) / 5), within(1e-12));
        assertThat(SpectralConvergence.decibels(otherPhase, target)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void theBestGainIsThatOfLeastSquares() {
        // Given
        ComplexSpectrogram target = new ComplexSpectrogram(2, 1, new float[] {5, 0, 0, 0});
        ComplexSpectrogram actual = new ComplexSpectrogram(2, 1, new float[] {4, 0, 3, 0});

        // Then: gain 20/25, magnitudes 3.2 and 2.4
        assertThat(SpectralConvergence.decibelsAtBestGain(actual, MagnitudeSpectrogram.of(target)))
                .isEqualTo(20 * Math.log10(Math.hypot(1.8, 2.4) / 5), within(1e-12));
        assertThat(SpectralConvergence.decibelsAtBestGain(scaled(target, 0.01f), MagnitudeSpectrogram.of(target)))
                .isLessThan(-140);
    }

    @Test
    void silence() {
        // Given
        ComplexSpectrogram silence = new ComplexSpectrogram(2, 1, new float[4]);
        ComplexSpectrogram sound = new ComplexSpectrogram(2, 1, new float[] {1, 0, 0, 0});

        // Then
        assertThat(SpectralConvergence.decibels(silence, sound)).isZero();
        assertThat(SpectralConvergence.decibelsAtBestGain(silence, MagnitudeSpectrogram.of(sound)))
                .isZero();
        assertThat(SpectralConvergence.decibels(sound, silence)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(SpectralConvergence.decibels(silence, silence)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void refusesDifferentShapes() {
        assertThatThrownBy(() -> SpectralConvergence.decibels(
                        new ComplexSpectrogram(2, 1, new float[4]), new ComplexSpectrogram(1, 2, new float[4])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 bins x 1 frames and 1 bins x 2 frames");
    }

    private static ComplexSpectrogram scaled(ComplexSpectrogram spectrogram, float gain) {
        float[] values = spectrogram.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= gain;
        }
        return new ComplexSpectrogram(spectrogram.bins(), spectrogram.frames(), values);
    }
}
