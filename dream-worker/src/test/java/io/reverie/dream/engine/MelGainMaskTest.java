package io.reverie.dream.engine;

import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class MelGainMaskTest {

    private final MelFilterBank filters = new MelFilterBank(StftParameters.defaults(), MelParameters.defaults());
    private final MelGainMask mask = new MelGainMask(filters);

    @Test
    void equalGainsOfAllBandsScaleEveryBinThatAFilterCovers() {
        // Given
        float[] gains = new float[mask.bands()];
        java.util.Arrays.fill(gains, (float) Math.log(2));

        // When
        float[] factors = new float[mask.bins()];
        mask.factors(gains, 0, factors);

        // Then 0 Hz and Nyquist, where every triangle is 0, keep their value
        for (int bin = 0; bin < factors.length; bin++) {
            boolean covered = bin > 0 && bin < factors.length - 1;
            assertThat((double) factors[bin]).as("bin %d", bin).isCloseTo(covered ? 2 : 1, within(1e-6));
        }
    }

    @Test
    void masksIntoAnArrayThatIsThere() {
        // Given what the array held before
        ComplexSpectrogram input = noise(3);
        float[] gains = gaussian(3 * mask.bands(), 1);
        float[] values = gaussian(input.values().length, 2);

        // When
        ComplexSpectrogram masked = mask.apply(input, gains, values);

        // Then
        assertThat(masked.values())
                .isSameAs(values)
                .isEqualTo(mask.apply(input, gains).values());
        float[] power = gaussian(3 * mask.bins(), 3);
        masked.power(power);
        assertThat(power).isEqualTo(masked.power());
        assertThatThrownBy(() -> masked.power(new float[1])).hasMessageContaining("power must have bins * frames");
    }

    @Test
    void masksWithoutTouchingThePhaseAndGivesTheFiltersMelPower() {
        // Given
        ComplexSpectrogram input = noise(3);
        float[] gains = gaussian(3 * mask.bands(), 1);

        // When
        ComplexSpectrogram masked = mask.apply(input, gains);
        float[] power = new float[3 * mask.bins()];
        float[] mel = new float[3 * mask.bands()];
        mask.forward(input.power(), gains, 3, power, mel);

        // Then phases are equal, the powers are those of the masked spectrogram, and so is the mel power
        for (int i = 0; i < power.length; i++) {
            double before = Math.atan2(input.values()[2 * i + 1], input.values()[2 * i]);
            double after = Math.atan2(masked.values()[2 * i + 1], masked.values()[2 * i]);
            assertThat(after).isCloseTo(before, within(1e-5));
            assertThat((double) power[i]).isCloseTo(masked.power()[i], within(1e-5 * masked.power()[i] + 1e-12));
        }
        float[] expected = filters.apply(masked).values();
        for (int i = 0; i < mel.length; i++) {
            assertThat((double) mel[i]).isCloseTo(expected[i], within(1e-5 * expected[i] + 1e-12));
        }
    }

    @Test
    void energyGradientAgreesWithFiniteDifferences() {
        // Given
        float[] power = noise(1).power();
        float[] gains = gaussian(mask.bands(), 1);
        float[] masked = new float[mask.bins()];
        float[] gradient = new float[mask.bands()];

        // When
        mask.forward(power, gains, 1, masked, new float[mask.bands()]);
        mask.energyGradient(masked, 1, gradient);

        // Then, with float32 gains and factors, to 1e-3 of the largest
        double largest = 0;
        for (float value : gradient) {
            largest = Math.max(largest, value);
        }
        for (int band = 0; band < gradient.length; band++) {
            double difference = (energy(power, gains, band, 0.01f) - energy(power, gains, band, -0.01f)) / 0.02;
            assertThat((double) gradient[band]).isCloseTo(difference, within(1e-3 * largest));
        }
    }

    private double energy(float[] power, float[] gains, int band, float change) {
        float[] moved = gains.clone();
        moved[band] += change;
        float[] factors = new float[mask.bins()];
        mask.factors(moved, 0, factors);
        double energy = 0;
        for (int bin = 0; bin < factors.length; bin++) {
            energy += (double) power[bin] * factors[bin] * factors[bin];
        }
        return energy;
    }

    @Test
    void hasBandsOnTheSlaneyScaleAndPartOfTheRangeToo() {
        // Given filters that leave bins below and above uncovered
        StftParameters stft = new StftParameters(16_000, 512, 400, 160, true, PadMode.ZERO);
        MelFilterBank narrow =
                new MelFilterBank(stft, new MelParameters(20, MelScale.SLANEY, MelNorm.NONE, 300, 4000, 2));

        // When
        float[] gains = new float[20];
        java.util.Arrays.fill(gains, -1);
        float[] factors = new float[stft.bins()];
        new MelGainMask(narrow).factors(gains, 0, factors);

        // Then
        assertThat(factors[9]).isEqualTo(1);
        assertThat((double) factors[64]).isCloseTo(Math.exp(-1), within(1e-6));
        assertThat(factors[128]).isEqualTo(1);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> mask.apply(noise(2), new float[mask.bands()]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("513 bins");
        StftParameters stft = StftParameters.defaults();
        MelFilterBank single = new MelFilterBank(stft, new MelParameters(1, MelScale.HTK, MelNorm.NONE, 0, 0, 2));
        assertThatThrownBy(() -> new MelGainMask(single)).hasMessageContaining("bands must be at least 2");
    }

    private ComplexSpectrogram noise(int frames) {
        return new ComplexSpectrogram(mask.bins(), frames, gaussian(2 * mask.bins() * frames, 2));
    }

    private static float[] gaussian(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
