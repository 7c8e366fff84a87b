package io.reverie.audio.phase;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.stream.Stream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.DirectTransform;
import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.NpyFile;
import io.reverie.audio.PadMode;
import io.reverie.audio.Reference;
import io.reverie.audio.Samples;
import io.reverie.audio.SpectralConvergence;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PhaseRetrievalTest {

    private static final StftParameters DEFAULTS = StftParameters.defaults();

    /** A small analysis, so that many cases are quick. */
    private static final StftParameters SMALL = new StftParameters(22_050, 64, 64, 16, true, PadMode.REFLECT);

    static Stream<StftParameters> otherParameters() {
        return Stream.of(
                SMALL,
                new StftParameters(22_050, 64, 40, 10, true, PadMode.REFLECT),
                new StftParameters(22_050, 64, 41, 13, true, PadMode.ZERO),
                new StftParameters(8_000, 50, 50, 17, true, PadMode.ZERO),
                new StftParameters(44_100, 60, 60, 15, false, PadMode.REFLECT),
                new StftParameters(44_100, 62, 33, 7, false, PadMode.ZERO),
                new StftParameters(22_050, 64, 64, 64, true, PadMode.REFLECT),
                new StftParameters(16_000, 4, 2, 1, true, PadMode.REFLECT));
    }

    @ParameterizedTest
    @CsvSource({
        "PGHI, 0, -24, -13",
        "FGLA, 32, -24, -18",
        "GRIFFIN_LIM, 32, -15.5, -14",
        "PGHI_FGLA, 32, -31, -22",
        "PGHI_FGLA, 100, -32, -24"
    })
    void reachesTheMagnitudesOfASweepAndOfNoise(PhaseMethod method, int iterations, double sweep, double noise) {
        // Given
        float[] sweepSamples = Reference.sweep();
        float[] noiseSamples = DirectTransform.noise(66_150, 7);

        // Then
        assertThat(convergence(sweepSamples, method, iterations)).isLessThan(sweep);
        assertThat(convergence(noiseSamples, method, iterations)).isLessThan(noise);
    }

    @ParameterizedTest
    @CsvSource({
        "disco, PGHI, 0, -16",
        "sweep, PGHI, 0, -24",
        "noise, PGHI, 0, -13",
        "disco, PGHI_FGLA, 32, -27",
        "sweep, PGHI_FGLA, 32, -31",
        "noise, PGHI_FGLA, 32, -22",
        "disco, PGHI_FGLA, 100, -29",
        "sweep, PGHI_FGLA, 100, -32",
        "noise, PGHI_FGLA, 100, -24"
    })
    void reachesTheMagnitudesThatTorchaudioMadeWhereTheyAreGiven(
            String name, PhaseMethod method, int iterations, double target) throws IOException {
        // Given: [bins, frames, 2] in C order
        NpyArray array;
        try (InputStream in = Files.newInputStream(Reference.shared(name + ".stft.npy"))) {
            array = NpyFile.read(in);
        }
        int samples;
        try (InputStream in = Files.newInputStream(Reference.shared(name + ".wav"))) {
            samples = WavFile.read(in).mono().length;
        }
        int frames = (int) array.shape()[1];
        float[] values = new float[2 * 513 * frames];
        for (int i = 0; i < values.length; i++) {
            int bin = i / 2 % 513;
            int frame = i / 2 / 513;
            values[i] = array.floats()[2 * (bin * frames + frame) + i % 2];
        }
        ComplexSpectrogram spectrogram = new ComplexSpectrogram(513, frames, values);

        // When
        Retrieved retrieved = new PhaseRetrieval(DEFAULTS, PhaseSettings.of(method, iterations))
                .retrieve(MagnitudeSpectrogram.of(spectrogram), samples);

        // Then
        assertThat(SpectralConvergence.decibels(new Stft(DEFAULTS).forward(retrieved.samples()), spectrogram))
                .isLessThan(target)
                .isCloseTo(retrieved.spectralConvergenceDb(), within(0.01));
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void findsASignalForEveryAnalysis(StftParameters parameters) {
        // Given
        float[] samples = DirectTransform.noise(444, 8);
        ComplexSpectrogram spectrogram = new Stft(parameters).forward(samples);
        MagnitudeSpectrogram magnitudes = MagnitudeSpectrogram.of(spectrogram);

        for (PhaseMethod method : PhaseMethod.values()) {
            // When
            Retrieved retrieved =
                    new PhaseRetrieval(parameters, PhaseSettings.of(method, 20)).retrieve(magnitudes, samples.length);

            // Then: without overlap nothing is known of the phase and little is gained; a window of 2 samples has
            // weight
            // in one of them, which zero phase misses
            double convergence =
                    SpectralConvergence.decibels(new Stft(parameters).forward(retrieved.samples()), spectrogram);
            assertThat(retrieved.samples()).hasSize(444);
            assertThat(Samples.allFinite(retrieved.samples())).isTrue();
            assertThat(retrieved.spectralConvergenceDb()).isCloseTo(convergence, within(0.01));
            double expected = parameters.hop() == parameters.winLength() ? -1 : parameters.nFft() == 4 ? 0 : -5;
            assertThat(convergence).isLessThanOrEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(PhaseMethod.class)
    void theSameInputGivesTheSameBytes(PhaseMethod method) {
        // Given
        MagnitudeSpectrogram magnitudes = magnitudes(SMALL, DirectTransform.noise(1000, 9));
        PhaseRetrieval retrieval = new PhaseRetrieval(SMALL, PhaseSettings.of(method, 5));

        // When
        Retrieved first = retrieval.retrieve(magnitudes, 1000);
        Retrieved second = retrieval.retrieve(magnitudes, 1000);

        // Then
        assertThat(second.samples()).isEqualTo(first.samples());
    }

    @Test
    void theSeedDecidesOnThePhaseOfWhatIsFaint() {
        // Given: a tolerance that leaves little to be integrated
        MagnitudeSpectrogram magnitudes = magnitudes(SMALL, DirectTransform.noise(1000, 9));
        PhaseSettings settings =
                new PhaseSettings(PhaseMethod.PGHI, 0, 0.99, StopRule.never(), 0.3, FaintPhase.RANDOM, 1);

        // When
        float[] first =
                new PhaseRetrieval(SMALL, settings).retrieve(magnitudes, 1000).samples();
        float[] same =
                new PhaseRetrieval(SMALL, settings).retrieve(magnitudes, 1000).samples();
        float[] other = new PhaseRetrieval(SMALL, settings.withSeed(2))
                .retrieve(magnitudes, 1000)
                .samples();

        // Then
        assertThat(same).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource(PhaseMethod.class)
    void silenceStaysSilenceWithoutAnyIteration(PhaseMethod method) {
        // Given
        MagnitudeSpectrogram silence = magnitudes(SMALL, new float[500]);

        // When
        Retrieved retrieved = new PhaseRetrieval(SMALL, PhaseSettings.of(method, 10)).retrieve(silence, 500);

        // Then
        assertThat(retrieved.samples()).containsOnly(0f).hasSize(500);
        assertThat(retrieved.iterations()).isZero();
        assertThat(retrieved.spectralConvergenceDb()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 100})
    void aGainOfTheMagnitudesIsThatOfTheSignal(int exponent) {
        // Given: powers of two, whose squares leave the range of 32-bit floating point
        MagnitudeSpectrogram magnitudes = magnitudes(SMALL, DirectTransform.noise(1000, 10));
        float[] scaled = magnitudes.values().clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.scalb(scaled[i], exponent);
        }
        PhaseRetrieval retrieval = new PhaseRetrieval(SMALL, PhaseSettings.of(PhaseMethod.PGHI_FGLA, 5));

        // When
        float[] expected = retrieval.retrieve(magnitudes, 1000).samples();
        float[] actual = retrieval
                .retrieve(new MagnitudeSpectrogram(magnitudes.bins(), magnitudes.frames(), scaled), 1000)
                .samples();

        // Then
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i] * Math.pow(2, -exponent)).isCloseTo(expected[i], within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true, ZERO", "33, true, REFLECT", "64, false, ZERO"})
    void theShortestSignalsAreFound(int samples, boolean centered, PadMode padMode) {
        // Given: three frames at most
        StftParameters parameters = new StftParameters(22_050, 64, 64, 16, centered, padMode);
        float[] signal = DirectTransform.noise(samples, 11);

        // When
        Retrieved retrieved = new PhaseRetrieval(parameters, PhaseSettings.defaults())
                .retrieve(magnitudes(parameters, signal), samples);

        // Then
        assertThat(retrieved.samples()).hasSize(samples);
        assertThat(Samples.allFinite(retrieved.samples())).isTrue();
        assertThat(retrieved.spectralConvergenceDb()).isNegative();
    }

    @Test
    void iterationsEndWhereTheyBringNothing() {
        // Given
        MagnitudeSpectrogram magnitudes = magnitudes(SMALL, DirectTransform.noise(1000, 12));
        PhaseSettings settings = PhaseSettings.of(PhaseMethod.PGHI_FGLA, 2000);

        // When
        Retrieved early =
                new PhaseRetrieval(SMALL, settings.withStopRule(new StopRule(0.5, 5))).retrieve(magnitudes, 1000);
        Retrieved late =
                new PhaseRetrieval(SMALL, settings.withStopRule(new StopRule(0.01, 20))).retrieve(magnitudes, 1000);
        Retrieved whole = new PhaseRetrieval(SMALL, settings.withStopRule(StopRule.never())).retrieve(magnitudes, 1000);

        // Then
        assertThat(early.iterations()).isLessThan(late.iterations());
        assertThat(late.iterations()).isLessThan(2000);
        assertThat(whole.iterations()).isEqualTo(2000);
        assertThat(late.spectralConvergenceDb()).isLessThan(early.spectralConvergenceDb());
        assertThat(whole.spectralConvergenceDb()).isLessThanOrEqualTo(late.spectralConvergenceDb());
    }

    @Test
    void moreIterationsAreNeverWorseThanFewerOrNone() {
        // Given: magnitudes that no signal has
        float[] values = DirectTransform.noise(33 * 40, 13);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        MagnitudeSpectrogram magnitudes = new MagnitudeSpectrogram(33, 40, values);
        double best = Double.POSITIVE_INFINITY;

        for (int iterations : new int[] {0, 1, 2, 3, 5, 10, 30, 60}) {
            // When
            PhaseSettings settings =
                    PhaseSettings.of(PhaseMethod.PGHI_FGLA, iterations).withStopRule(StopRule.never());
            double convergence = new PhaseRetrieval(SMALL, settings)
                    .retrieve(magnitudes, 39 * 16)
                    .spectralConvergenceDb();

            // Then
            assertThat(convergence).isLessThanOrEqualTo(best);
            best = convergence;
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        // Given
        PhaseRetrieval retrieval = new PhaseRetrieval(SMALL, PhaseSettings.defaults());
        MagnitudeSpectrogram magnitudes = magnitudes(SMALL, new float[160]);

        // Then
        assertThatThrownBy(() -> retrieval.retrieve(magnitudes, 176))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a signal of 176 samples has 33 bins x 12 frames, but the magnitudes have 33 x 11");
        assertThatThrownBy(() -> retrieval.retrieve(magnitudes, 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 33 samples");
        assertThatThrownBy(() -> retrieval.retrieve(new MagnitudeSpectrogram(32, 11, new float[32 * 11]), 160))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("33 bins");
    }

    @Test
    void settingsSayWhatTheyTake() {
        assertThatThrownBy(() -> PhaseSettings.of(PhaseMethod.PGHI, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("iterations must be 0 to 100000, but is -1");
        for (double wrong : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() ->
                            new PhaseSettings(PhaseMethod.FGLA, 1, wrong, StopRule.never(), 0, FaintPhase.ZERO, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("momentum must be 0 to less than 1, but is " + wrong);
            assertThatThrownBy(() ->
                            new PhaseSettings(PhaseMethod.FGLA, 1, 0, StopRule.never(), wrong, FaintPhase.ZERO, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tolerance must be 0 to less than 1, but is " + wrong);
        }
        for (double wrong : new double[] {-0.1, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThatThrownBy(() -> new StopRule(wrong, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("decibels must be finite and not negative, but is " + wrong);
        }
        assertThatThrownBy(() -> new StopRule(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("iterations must be at least 1, but is 0");
    }

    @Test
    void magnitudesSayWhichOneIsNoMagnitude() {
        for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] values = new float[12];
            values[7] = wrong;
            assertThatThrownBy(() -> new MagnitudeSpectrogram(4, 3, values))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("magnitudes must be finite and not negative, but bin 3 of frame 1 is " + wrong);
        }
        assertThatThrownBy(() -> new MagnitudeSpectrogram(4, 3, new float[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must have bins * frames = 12 elements, but has 11");
        assertThat(new MagnitudeSpectrogram(4, 0, new float[0]).frames()).isZero();
    }

    private static double convergence(float[] samples, PhaseMethod method, int iterations) {
        ComplexSpectrogram spectrogram = new Stft(DEFAULTS).forward(samples);
        Retrieved retrieved = new PhaseRetrieval(DEFAULTS, PhaseSettings.of(method, iterations))
                .retrieve(MagnitudeSpectrogram.of(spectrogram), samples.length);
        return SpectralConvergence.decibels(new Stft(DEFAULTS).forward(retrieved.samples()), spectrogram);
    }

    private static MagnitudeSpectrogram magnitudes(StftParameters parameters, float[] samples) {
        return MagnitudeSpectrogram.of(new Stft(parameters).forward(samples));
    }
}
