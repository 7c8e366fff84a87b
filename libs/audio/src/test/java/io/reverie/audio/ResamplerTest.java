package io.reverie.audio;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ResamplerTest {

    @ParameterizedTest
    @CsvSource({
        "44100, 22050",
        "48000, 22050",
        "96000, 22050",
        "22050, 44100",
        "16000, 22050",
        "8000, 22050",
        "32000, 22050",
        "44099, 22050",
        "22050, 21999"
    })
    void sinesBelowNineTenthsOfNyquistComeOutAsTheyAre(int fromRate, int toRate) {
        double nyquist = Math.min(fromRate, toRate) / 2.0;
        for (double share : new double[] {0.01, 0.1, 0.37, 0.63, 0.89}) {
            // Given
            float[] samples = sine(share * nyquist, fromRate, fromRate / 4);

            // When
            float[] resampled = Resampler.resample(samples, fromRate, toRate);

            // Then: the analytic sine at the other rate, but for the ends, where the signal begins and stops
            float[] expected = sine(share * nyquist, toRate, resampled.length);
            assertThat(largestDifference(resampled, expected, margin(fromRate, toRate)))
                    .as("%.2f of Nyquist", share)
                    .isLessThan(2e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"44100, 22050", "48000, 22050", "96000, 22050", "22050, 16000", "44099, 22050"})
    void whatLiesAboveTheNewNyquistFrequencyIsGone(int fromRate, int toRate) {
        // Given: a sweep through all that can't be represented at the lower rate
        float[] sweep = Sweep.linear(toRate / 2.0, fromRate / 2.0, 1, fromRate);

        // When
        float[] resampled = Resampler.resample(sweep, fromRate, toRate);

        // Then
        assertThat(peakInside(resampled, margin(fromRate, toRate)) / Sweep.AMPLITUDE)
                .isLessThan(Math.pow(10, -90 / 20.0));
    }

    @Test
    void imagesOfAHigherRateAreGone() {
        // Given: everything up to nine tenths of Nyquist
        int fromRate = 16_000;
        float[] sweep = Sweep.linear(100, 0.9 * 8000, 2, fromRate);

        // When
        float[] resampled = Resampler.resample(sweep, fromRate, 44_100);

        // Then: what comes back at the old rate is the sweep, and above the old Nyquist frequency there is nothing
        Stft stft = new Stft(new StftParameters(44_100, 4096, 4096, 1024, true, PadMode.REFLECT));
        ComplexSpectrogram spectrogram = stft.forward(resampled);
        float[] power = spectrogram.power();
        double above = 0;
        double below = 0;
        for (int frame = 8; frame < spectrogram.frames() - 8; frame++) {
            for (int bin = 0; bin < spectrogram.bins(); bin++) {
                double value = power[frame * spectrogram.bins() + bin];
                if (bin * 44_100.0 / 4096 > 8050) {
                    above = Math.max(above, value);
                } else {
                    below = Math.max(below, value);
                }
            }
        }
        assertThat(10 * Math.log10(above / below)).isLessThan(-90);
    }

    @Test
    void aConstantStaysConstantInside() {
        // Given
        float[] samples = new float[5000];
        Arrays.fill(samples, 0.7f);

        // When
        float[] resampled = Resampler.resample(samples, 48_000, 22_050);

        // Then
        for (int i = 200; i < resampled.length - 200; i++) {
            assertThat(resampled[i]).isCloseTo(0.7f, within(1e-6f));
        }
    }

    @Test
    void theLengthIsRoundedUpAndEqualRatesGiveACopy() {
        // Given
        float[] samples = DirectTransform.noise(1001, 1);

        // Then
        assertThat(Resampler.resample(samples, 44_100, 22_050)).hasSize(501);
        assertThat(Resampler.resample(samples, 48_000, 22_050)).hasSize(460);
        assertThat(Resampler.resample(new float[0], 48_000, 22_050)).isEmpty();
        assertThat(Resampler.resample(samples, 22_050, 22_050))
                .isEqualTo(samples)
                .isNotSameAs(samples);
        assertThat(Resampler.resample(new float[] {1}, 44_100, 22_050)).hasSize(1);
    }

    @Test
    void keepsTheTimeOfAnImpulse() {
        // Given
        float[] samples = new float[2000];
        samples[1000] = 1;

        // When
        float[] resampled = Resampler.resample(samples, 44_100, 22_050);

        // Then
        for (int i = 0; i < resampled.length; i++) {
            assertThat(Math.abs(resampled[i])).isLessThanOrEqualTo(resampled[500]);
        }
        assertThat(resampled[499]).isEqualTo(resampled[501]);
    }

    @Test
    void refusesRatesAndLengthsOutOfRange() {
        assertThatThrownBy(() -> Resampler.resample(new float[1], 0, 22_050))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fromRate must be");
        assertThatThrownBy(() -> Resampler.resample(new float[1], 22_050, 768_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("toRate must be");
        assertThatThrownBy(() -> Resampler.resample(new float[1], 768_000, 2999))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("factor of 256");
        assertThatThrownBy(() -> Resampler.resample(new float[20_000_000], 3000, 768_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than an array");
    }

    private static int margin(int fromRate, int toRate) {
        return (int) Math.ceil(70.0 * toRate / Math.min(fromRate, toRate));
    }

    private static float[] sine(double hz, int rate, int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
        }
        return samples;
    }

    private static double largestDifference(float[] actual, float[] expected, int margin) {
        double largest = 0;
        for (int i = margin; i < actual.length - margin; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
        }
        return largest;
    }

    private static double peakInside(float[] values, int margin) {
        return largestDifference(values, new float[values.length], margin);
    }
}
