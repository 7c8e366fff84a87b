package io.reverie.network;

import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LogMelTest {
    private static final StftParameters STFT = StftParameters.defaults();
    private static final int FRAMES = 20;

    @ParameterizedTest
    @EnumSource(MelNorm.class)
    void equalsTheDefinitionInDoublePrecision(MelNorm norm) {
        // Given
        MelParameters parameters = new MelParameters(128, MelScale.HTK, norm, 0, 0, 2);
        float[] mel = noiseMel(parameters).values();
        LogMel logMel = new LogMel(STFT, parameters);

        // When
        float[] features = new float[7 + 128 * FRAMES];
        logMel.forward(mel, 3, FRAMES, features, 7);

        // Then
        double[] expected = reference(doubles(mel), parameters, 3);
        for (int index = 0; index < expected.length; index++) {
            assertThat((double) features[7 + index]).isCloseTo(expected[index], within(1e-5));
        }
    }

    @Test
    void areTheSameForBothNorms() {
        // Given
        MelParameters slaney = MelParameters.defaults();
        MelParameters none = new MelParameters(128, MelScale.HTK, MelNorm.NONE, 0, 0, 2);
        float[] ofSlaney = new float[128 * FRAMES];
        float[] ofNone = new float[128 * FRAMES];

        // When
        new LogMel(STFT, slaney).forward(noiseMel(slaney).values(), 0, FRAMES, ofSlaney, 0);
        new LogMel(STFT, none).forward(noiseMel(none).values(), 0, FRAMES, ofNone, 0);

        // Then
        assertThat(ofSlaney).usingComparatorWithPrecision(1e-4f).containsExactly(ofNone);
    }

    @Test
    void meanPowerIsThatOfTheSpectrumUpToItsEdges() {
        // Given
        ComplexSpectrogram spectrum = new Stft(STFT).forward(Networks.noise(40_000, 1));
        MelSpectrogram mel = new MelFilterBank(STFT, MelParameters.defaults()).apply(spectrum);

        // When
        double power = new LogMel(STFT, MelParameters.defaults()).meanPower(mel.values(), 0, mel.frames());

        // Then: white noise has as much power in the edge bins as anywhere; the last triangle alone covers 19 bins
        assertThat(power).isCloseTo(spectrum.meanPower(), within(0.03 * spectrum.meanPower()));
    }

    @Test
    void doNotDependOnTheGain() {
        // Given
        MelParameters parameters = MelParameters.defaults();
        float[] mel = noiseMel(parameters).values();
        float[] quiet = mel.clone();
        for (int index = 0; index < quiet.length; index++) {
            quiet[index] *= 1e-6f;
        }
        LogMel logMel = new LogMel(STFT, parameters);
        float[] features = new float[128 * FRAMES];
        float[] quietFeatures = new float[128 * FRAMES];

        // When
        logMel.forward(mel, 0, FRAMES, features, 0);
        logMel.forward(quiet, 0, FRAMES, quietFeatures, 0);

        // Then
        assertThat(quietFeatures).usingComparatorWithPrecision(1e-4f).containsExactly(features);
    }

    /** Central differences in float64, 1e-5 of the largest gradient. */
    @ParameterizedTest
    @EnumSource(MelNorm.class)
    void gradientEqualsFiniteDifferences(MelNorm norm) {
        // Given an objective that weights every feature
        MelParameters parameters = new MelParameters(40, MelScale.HTK, norm, 0, 0, 2);
        float[] mel = noiseMel(parameters).values();
        float[] weights = Networks.noise(40 * FRAMES, 9);
        LogMel logMel = new LogMel(STFT, parameters);

        // When
        float[] gradient = new float[mel.length];
        logMel.backward(mel, 2, FRAMES, weights, 0, gradient);

        // Then
        double largest = 0;
        for (float value : gradient) {
            largest = Math.max(largest, Math.abs(value));
        }
        double[] changed = doubles(mel);
        Random random = new Random(5);
        for (int probe = 0; probe < 60; probe++) {
            int index = random.nextInt(mel.length);
            double step = 1e-5 * mel[index];
            changed[index] = mel[index] + step;
            double above = weighted(reference(changed, parameters, 2), weights);
            changed[index] = mel[index] - step;
            double below = weighted(reference(changed, parameters, 2), weights);
            changed[index] = mel[index];
            double expected = (above - below) / (2 * step);
            assertThat((double) gradient[index]).isCloseTo(expected, within(1e-5 * largest));
        }
    }

    @Test
    void gradientsOfOverlappingSegmentsAddUp() {
        // Given
        MelParameters parameters = Networks.mel(16);
        float[] mel = noiseMel(parameters).values();
        LogMel logMel = new LogMel(STFT, parameters);
        float[] weights = Networks.noise(16 * FRAMES, 2);
        float[] first = new float[mel.length];
        float[] second = new float[mel.length];
        float[] both = new float[mel.length];

        // When
        logMel.backward(mel, 0, FRAMES, weights, 0, first);
        logMel.backward(mel, 5, FRAMES, weights, 0, second);
        logMel.backward(mel, 0, FRAMES, weights, 0, both);
        logMel.backward(mel, 5, FRAMES, weights, 0, both);

        // Then
        for (int index = 0; index < both.length; index++) {
            assertThat(both[index])
                    .isCloseTo(first[index] + second[index], within(1e-5f * (1 + Math.abs(both[index]))));
        }
    }

    @Test
    void silenceIsFiniteAndSoIsItsGradient() {
        // Given
        MelParameters parameters = MelParameters.defaults();
        LogMel logMel = new LogMel(STFT, parameters);
        float[] silence = new float[128 * FRAMES];
        float[] features = new float[128 * FRAMES];
        float[] gradient = new float[128 * FRAMES];

        // When
        logMel.forward(silence, 0, FRAMES, features, 0);
        logMel.backward(silence, 0, FRAMES, Networks.noise(features.length, 1), 0, gradient);

        // Then
        for (int index = 0; index < features.length; index++) {
            assertThat(features[index]).isCloseTo((float) Math.log(1e-6), within(1e-5f));
            assertThat(gradient[index]).isFinite();
        }
    }

    @Test
    void filtersWithoutABinSayNothing() {
        // Given 128 bands over 65 bins: the lowest triangles fall between two of them
        StftParameters coarse = new StftParameters(22_050, 128, 128, 64, true, PadMode.REFLECT);
        MelParameters parameters = MelParameters.defaults();
        MelFilterBank filters = new MelFilterBank(coarse, parameters);
        MelSpectrogram mel = filters.apply(new Stft(coarse).forward(Networks.noise(4000, 1)));

        // When
        float[] features = new float[128 * FRAMES];
        new LogMel(coarse, parameters).forward(mel.values(), 0, FRAMES, features, 0);

        // Then
        int empty = 0;
        for (int band = 0; band < 128; band++) {
            if (filters.firstBin(band) == filters.endBin(band)) {
                empty++;
                assertThat(features[band * FRAMES]).isCloseTo((float) Math.log(1e-6), within(1e-5f));
            }
        }
        assertThat(empty).isPositive();
    }

    @Test
    void refusesWhatDoesNotFit() {
        // Given
        MelParameters magnitude = new MelParameters(128, MelScale.HTK, MelNorm.SLANEY, 0, 0, 1);
        LogMel logMel = new LogMel(STFT, MelParameters.defaults());
        float[] mel = new float[128 * 10];
        float[] features = new float[128 * 10];

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogMel(STFT, magnitude))
                .withMessageContaining("power");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logMel.forward(mel, 1, 10, features, 0))
                .withMessageContaining("firstFrame");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logMel.forward(mel, 0, 0, features, 0))
                .withMessageContaining("frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logMel.forward(mel, 0, 10, features, 1))
                .withMessageContaining("features");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> logMel.backward(mel, 0, 10, features, 0, new float[5]))
                .withMessageContaining("sourceGradient");
    }

    /** The definition, from the filters themselves: features of FRAMES frames from firstFrame on. */
    private static double[] reference(double[] mel, MelParameters parameters, int firstFrame) {
        MelFilterBank filters = new MelFilterBank(STFT, parameters);
        int bands = parameters.bands();
        double mean = 0;
        for (int frame = firstFrame; frame < firstFrame + FRAMES; frame++) {
            for (int band = 0; band < bands; band++) {
                double triangle = parameters.norm() == MelNorm.SLANEY
                        ? mel[frame * bands + band] * (filters.upperHz(band) - filters.lowerHz(band)) / 2
                        : mel[frame * bands + band];
                mean += triangle / STFT.bins() / FRAMES;
            }
        }
        double[] features = new double[bands * FRAMES];
        for (int band = 0; band < bands; band++) {
            double sum = 0;
            for (int bin = 0; bin < STFT.bins(); bin++) {
                sum += filters.weight(band, bin);
            }
            for (int frame = 0; frame < FRAMES; frame++) {
                double value = sum == 0 ? 0 : mel[(firstFrame + frame) * bands + band] / sum;
                features[band * FRAMES + frame] = Math.log(value / mean + 1e-6);
            }
        }
        return features;
    }

    private static MelSpectrogram noiseMel(MelParameters parameters) {
        ComplexSpectrogram spectrum = new Stft(STFT).forward(Networks.noise(256 * (FRAMES + 10), 1));
        return new MelFilterBank(STFT, parameters).apply(spectrum);
    }

    private static double weighted(double[] features, float[] weights) {
        double sum = 0;
        for (int index = 0; index < weights.length; index++) {
            sum += features[index] * weights[index];
        }
        return sum;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int index = 0; index < values.length; index++) {
            doubles[index] = values[index];
        }
        return doubles;
    }
}
