package io.reverie.audio.phase;

import java.util.stream.Stream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Reference;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class GriffinLimTest {

    private static final StftParameters ZERO_PADDED = new StftParameters(22_050, 32, 32, 8, true, PadMode.ZERO);

    static Stream<Arguments> directCases() {
        return Stream.of(
                Arguments.of(ZERO_PADDED, 0.0),
                Arguments.of(ZERO_PADDED, 0.99),
                Arguments.of(new StftParameters(22_050, 32, 32, 8, true, PadMode.REFLECT), 0.99),
                Arguments.of(new StftParameters(22_050, 30, 21, 5, false, PadMode.ZERO), 0.5));
    }

    @ParameterizedTest
    @MethodSource("directCases")
    void isTheFormulaOfTorchaudio(StftParameters parameters, double momentum) {
        // Given
        float[] samples = DirectTransform.noise(200, 21);
        MagnitudeSpectrogram magnitudes = MagnitudeSpectrogram.of(new Stft(parameters).forward(samples));
        float[] phases = DirectTransform.noise(magnitudes.values().length, 22);

        for (int iterations = 0; iterations <= 4; iterations++) {
            // When
            Retrieved actual =
                    new GriffinLim(parameters, momentum, iterations, StopRule.never()).refine(magnitudes, phases, 200);

            // Then
            double[] expected = direct(parameters, momentum, iterations, magnitudes, phases, 200);
            assertThat(actual.iterations()).isEqualTo(iterations);
            assertThat(Reference.largestError(actual.samples(), expected)).isLessThan(1e-3);
        }
    }

    @Test
    void withoutMomentumEveryIterationComesCloser() {
        // Given: padded with zeros, where the inverse is the least-squares one to the edges
        float[] samples = DirectTransform.noise(1000, 23);
        MagnitudeSpectrogram magnitudes = MagnitudeSpectrogram.of(new Stft(ZERO_PADDED).forward(samples));
        float[] phases = new float[magnitudes.values().length];
        double last = Double.POSITIVE_INFINITY;

        for (int iterations = 0; iterations < 40; iterations++) {
            // When
            Retrieved retrieved =
                    new GriffinLim(ZERO_PADDED, 0, iterations, StopRule.never()).refine(magnitudes, phases, 1000);

            // Then: the best one is always the last one
            assertThat(retrieved.spectralConvergenceDb()).isLessThan(last);
            last = retrieved.spectralConvergenceDb();
        }
    }

    @Test
    void theRightPhasesAreLeftAsTheyAre() {
        // Given
        float[] samples = DirectTransform.noise(1000, 24);
        ComplexSpectrogram spectrogram = new Stft(ZERO_PADDED).forward(samples);
        MagnitudeSpectrogram magnitudes = MagnitudeSpectrogram.of(spectrogram);
        float[] phases = new float[magnitudes.values().length];
        for (int i = 0; i < phases.length; i++) {
            phases[i] = (float)
                    Math.atan2(spectrogram.values()[2 * i + 1], spectrogram.values()[2 * i]);
        }

        // When
        Retrieved retrieved =
                new GriffinLim(ZERO_PADDED, 0.99, 50, StopRule.defaults()).refine(magnitudes, phases, 1000);

        // Then
        double[] expected = new double[1000];
        for (int i = 0; i < 1000; i++) {
            expected[i] = samples[i];
        }
        assertThat(Reference.largestError(retrieved.samples(), expected)).isLessThan(1e-5);
        assertThat(retrieved.spectralConvergenceDb()).isLessThan(-100);
    }

    /** The lines of torchaudio.functional.griffinlim, with transforms that are sums. */
    private static double[] direct(
            StftParameters parameters,
            double momentum,
            int iterations,
            MagnitudeSpectrogram magnitudes,
            float[] phases,
            int samples) {
        int size = magnitudes.values().length;
        double[] angles = new double[2 * size];
        for (int i = 0; i < size; i++) {
            angles[2 * i] = Math.cos(phases[i]);
            angles[2 * i + 1] = Math.sin(phases[i]);
        }
        double subtracted = momentum / (1 + momentum);
        double[] previous = new double[2 * size];
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] inverse = inverse(parameters, magnitudes, angles, samples);
            float[] rounded = new float[samples];
            for (int i = 0; i < samples; i++) {
                rounded[i] = (float) inverse[i];
            }
            double[] rebuilt = DirectTransform.forward(rounded, parameters);
            for (int i = 0; i < size; i++) {
                double real = rebuilt[2 * i] - subtracted * previous[2 * i];
                double imaginary = rebuilt[2 * i + 1] - subtracted * previous[2 * i + 1];
                double norm = Math.hypot(real, imaginary) + 1e-16;
                angles[2 * i] = real / norm;
                angles[2 * i + 1] = imaginary / norm;
            }
            previous = rebuilt;
        }
        return inverse(parameters, magnitudes, angles, samples);
    }

    private static double[] inverse(
            StftParameters parameters, MagnitudeSpectrogram magnitudes, double[] angles, int samples) {
        float[] values = new float[angles.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (magnitudes.values()[i / 2] * angles[i]);
        }
        return DirectTransform.inverse(values, magnitudes.frames(), parameters, samples, 1.0 / 32);
    }
}
