package io.reverie.audio;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LogSpectralDistanceTest {

    @Test
    void isTheMeanOverFramesOfTheRootMeanSquareOverBins() {
        // Given: two frames of two bins, both of mean 1
        float[] power = {1, 1, 1, 1};
        float[] reference = {0.1f, 1.9f, 1, 1};

        // Then
        double low = 10 * Math.log10(0.1 + 1e-6);
        double high = 10 * Math.log10(1.9 + 1e-6);
        double one = 10 * Math.log10(1 + 1e-6);
        double first = Math.sqrt(((one - low) * (one - low) + (one - high) * (one - high)) / 2);
        assertThat(LogSpectralDistance.decibels(power, reference, 2)).isEqualTo(first / 2, within(1e-5));
    }

    @Test
    void loudnessDoesNotCount() {
        // Given
        float[] power = {1, 2, 3, 4, 5, 6};
        float[] louder = {4, 8, 12, 16, 20, 24};

        // Then
        assertThat(LogSpectralDistance.decibels(power, louder, 3)).isEqualTo(0, within(1e-9));
        assertThat(LogSpectralDistance.decibels(power, power, 3)).isZero();
    }

    @Test
    void silenceLiesAtTheFloor() {
        assertThat(LogSpectralDistance.decibels(new float[4], new float[4], 2)).isZero();
        assertThat(LogSpectralDistance.decibels(new float[2], new float[] {1, 1}, 2))
                .isEqualTo(60, within(1e-3));
    }

    @Test
    void isTheDefinitionsOnNoise() {
        // Given
        Random random = new Random(1);
        int bins = 129;
        float[] power = new float[40 * bins];
        float[] reference = new float[power.length];
        double mean = 0;
        double referenceMean = 0;
        for (int i = 0; i < power.length; i++) {
            power[i] = (float) Math.exp(6 * random.nextGaussian());
            reference[i] = (float) Math.exp(6 * random.nextGaussian());
            mean += (double) power[i] / power.length;
            referenceMean += (double) reference[i] / power.length;
        }

        // Then
        double expected = 0;
        for (int frame = 0; frame < 40; frame++) {
            double squares = 0;
            for (int i = frame * bins; i < (frame + 1) * bins; i++) {
                double decibels = 10 * Math.log10(power[i] / mean + 1e-6);
                squares += Math.pow(decibels - 10 * Math.log10(reference[i] / referenceMean + 1e-6), 2) / bins;
            }
            expected += Math.sqrt(squares) / 40;
        }
        assertThat(LogSpectralDistance.decibels(power, reference, bins)).isEqualTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void isNotANumberWhereAValueIsNotFinite(float value) {
        assertThat(LogSpectralDistance.decibels(new float[] {1, value}, new float[] {1, 1}, 2))
                .isNaN();
        assertThat(LogSpectralDistance.decibels(new float[] {1, 1}, new float[] {value, 1}, 2))
                .isNaN();
    }

    @Test
    void refusesArraysThatDoNotFit() {
        assertThatThrownBy(() -> LogSpectralDistance.decibels(new float[2], new float[4], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same length");
        assertThatThrownBy(() -> LogSpectralDistance.decibels(new float[3], new float[3], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frames of 2 bins");
        assertThatThrownBy(() -> LogSpectralDistance.decibels(new float[0], new float[0], 2))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
