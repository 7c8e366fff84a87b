package io.reverie.audio.phase;

import java.util.Arrays;

import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Samples;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class HeapIntegrationTest {

    private static final PhaseSettings ZERO =
            new PhaseSettings(PhaseMethod.PGHI, 0, 0.99, StopRule.never(), 1e-6, FaintPhase.ZERO, 0);

    @ParameterizedTest
    @CsvSource({"1024, 256, 40.3", "1024, 256, 40", "1000, 125, 77.5", "600, 100, 100.8"})
    void aToneTurnsByItsFrequency(int winLength, int hop, double bins) {
        // Given: not on a bin
        StftParameters parameters = new StftParameters(22_050, 1024, winLength, hop, true, PadMode.REFLECT);
        float[] samples = new float[20_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.cos(2 * Math.PI * bins * i / 1024);
        }

        // When
        MagnitudeSpectrogram magnitudes = MagnitudeSpectrogram.of(new Stft(parameters).forward(samples));
        float[] phases = new HeapIntegration(parameters, ZERO).phases(magnitudes, largest(magnitudes));

        // Then: at the tone's bin, from frame to frame in the middle
        int bin = (int) Math.round(bins);
        double expected = 2 * Math.PI * bins * hop / 1024;
        for (int frame = 20; frame < 30; frame++) {
            double advance = phases[(frame + 1) * 513 + bin] - phases[frame * 513 + bin];
            assertThat(wrapped(advance - expected)).isCloseTo(0, within(0.05));
        }
    }

    @ParameterizedTest
    @CsvSource({"1024, 10240", "1024, 10300", "1000, 10200", "601, 10200"})
    void aClickHasThePhaseOfItsPlace(int winLength, int place) {
        // Given
        StftParameters parameters = new StftParameters(22_050, 1024, winLength, 128, true, PadMode.ZERO);
        float[] samples = new float[20_480];
        samples[place] = 1;

        // When
        MagnitudeSpectrogram magnitudes = MagnitudeSpectrogram.of(new Stft(parameters).forward(samples));
        float[] phases = new HeapIntegration(parameters, ZERO).phases(magnitudes, largest(magnitudes));

        // Then: in the frame next to it, phase falls by 2 pi n / nFft a bin, n counted from the frame's start
        int frame = Math.round(place / 128f);
        double expected = -2 * Math.PI * (place - frame * 128 + 512) / 1024;
        for (int bin = 100; bin < 400; bin++) {
            double step = phases[frame * 513 + bin + 1] - phases[frame * 513 + bin];
            assertThat(wrapped(step - expected)).isCloseTo(0, within(0.06));
        }
    }

    @Test
    void aGaussianPulseIsExact() {
        // Given: the magnitudes of a Gaussian pulse seen through the Gaussian window that stands for Hann's
        StftParameters parameters = new StftParameters(22_050, 256, 256, 16, true, PadMode.ZERO);
        double gamma = 0.25645 * 256 * 256;
        double centreHops = 20;
        double centreBins = 50;
        float[] values = new float[129 * 41];
        for (int frame = 0; frame < 41; frame++) {
            for (int bin = 0; bin < 129; bin++) {
                double time = (frame - centreHops) * 16;
                double frequency = (bin - centreBins) / 256;
                values[frame * 129 + bin] =
                        (float) Math.exp(-Math.PI / 2 * (time * time / gamma + gamma * frequency * frequency));
            }
        }

        // When
        PhaseSettings settings =
                new PhaseSettings(PhaseMethod.PGHI, 0, 0.99, StopRule.never(), 1e-3, FaintPhase.ZERO, 0);
        float[] phases = new HeapIntegration(parameters, settings).phases(new MagnitudeSpectrogram(129, 41, values), 1);

        // Then: exp(-i pi (t - t0) (f - f0)) about the centre, times the turning of f0 from frame to frame
        for (int frame = 10; frame < 31; frame++) {
            for (int bin = 40; bin < 61; bin++) {
                if (values[frame * 129 + bin] < 2e-3) {
                    continue;
                }
                double time = (frame - centreHops) * 16;
                double expected = Math.PI * time * (bin - centreBins) / 256 + 2 * Math.PI * centreBins / 256 * time;
                double actual = phases[frame * 129 + bin] + Math.PI * bin;
                assertThat(wrapped(actual - expected)).isCloseTo(0, within(1e-3));
            }
        }
    }

    @Test
    void whatIsFaintGetsNoPhaseOrAnyPhase() {
        // Given: one loud bin among faint ones
        StftParameters parameters = new StftParameters(22_050, 64, 64, 16, true, PadMode.ZERO);
        float[] values = new float[33 * 9];
        Arrays.fill(values, 1e-3f);
        values[4 * 33 + 8] = 1;
        MagnitudeSpectrogram magnitudes = new MagnitudeSpectrogram(33, 9, values);

        // When
        float[] zero = phases(parameters, magnitudes, FaintPhase.ZERO);
        float[] random = phases(parameters, magnitudes, FaintPhase.RANDOM);

        // Then
        for (int i = 0; i < values.length; i++) {
            assertThat(zero[i]).isCloseTo(0, within(1e-5f));
        }
        assertThat(random[4 * 33 + 8]).isCloseTo(0, within(1e-5f));
        double sine = 0;
        double cosine = 0;
        for (float phase : random) {
            sine += Math.sin(phase) / random.length;
            cosine += Math.cos(phase) / random.length;
        }
        assertThat(Math.hypot(sine, cosine)).isLessThan(0.15);
    }

    private static float[] phases(StftParameters parameters, MagnitudeSpectrogram magnitudes, FaintPhase faint) {
        PhaseSettings settings = new PhaseSettings(PhaseMethod.PGHI, 0, 0.99, StopRule.never(), 0.01, faint, 5);
        return new HeapIntegration(parameters, settings).phases(magnitudes, 1);
    }

    private static float largest(MagnitudeSpectrogram magnitudes) {
        return (float) Samples.peak(magnitudes.values());
    }

    private static double wrapped(double phase) {
        return phase - 2 * Math.PI * Math.rint(phase / (2 * Math.PI));
    }
}
