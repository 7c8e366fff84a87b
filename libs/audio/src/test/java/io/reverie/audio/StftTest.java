package io.reverie.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;

import io.reverie.audio.file.WavFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class StftTest {

    /** Of the largest magnitude. */
    private static final double TOLERANCE = 1e-5;

    private final StftParameters defaults = StftParameters.defaults();
    private final Stft stft = new Stft(defaults);

    static Stream<StftParameters> otherParameters() {
        return Stream.of(
                new StftParameters(22_050, 64, 64, 16, true, PadMode.REFLECT),
                new StftParameters(22_050, 64, 40, 10, true, PadMode.REFLECT),
                new StftParameters(22_050, 64, 41, 13, true, PadMode.ZERO),
                new StftParameters(8_000, 50, 50, 17, true, PadMode.ZERO),
                new StftParameters(44_100, 60, 60, 15, false, PadMode.REFLECT),
                new StftParameters(44_100, 62, 33, 7, false, PadMode.ZERO),
                new StftParameters(16_000, 4, 2, 1, true, PadMode.REFLECT));
    }

    @Test
    void agreesWithTorchaudioOnASweep() {
        // When
        ComplexSpectrogram spectrogram = stft.forward(Reference.sweep());

        // Then
        assertThat(spectrogram.bins()).isEqualTo(513);
        assertThat(spectrogram.frames()).isEqualTo(259);
        assertThat(Reference.largestError(
                        spectrogram.values(), 2 * 513, Reference.sweepFrames(), Reference.resource("sweep.stft.npy")))
                .isLessThan(TOLERANCE);
    }

    @Test
    void agreesWithTorchaudioOnNoiseAndAtBothEnds() {
        // Given
        ComplexSpectrogram start =
                stft.forward(Reference.resource("noise-start.samples.npy").floats());
        ComplexSpectrogram end =
                stft.forward(Reference.resource("noise-end.samples.npy").floats());

        // Then
        assertThat(Reference.largestError(
                        start.values(),
                        2 * 513,
                        Reference.everySecond(0, 8),
                        Reference.resource("noise-start.stft.npy")))
                .isLessThan(TOLERANCE);
        assertThat(Reference.largestError(
                        end.values(), 2 * 513, Reference.everySecond(3, 7), Reference.resource("noise-end.stft.npy")))
                .isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", "noise", "disco"})
    void agreesWithTorchaudioOnWholeFilesWhereTheyAreGiven(String name) throws IOException {
        // Given: [bins, frames, 2] in C order
        float[] samples;
        try (InputStream in = Files.newInputStream(Reference.shared(name + ".wav"))) {
            samples = WavFile.read(in).mono();
        }
        NpyArray reference;
        try (InputStream in = Files.newInputStream(Reference.shared(name + ".stft.npy"))) {
            reference = NpyFile.read(in);
        }

        // When
        ComplexSpectrogram spectrogram = stft.forward(samples);

        // Then
        float[] expected = reference.floats();
        double[] transposed = new double[expected.length];
        for (int bin = 0; bin < 513; bin++) {
            for (int i = 0; i < 2 * 259; i++) {
                transposed[2 * (i / 2 * 513 + bin) + i % 2] = expected[bin * 2 * 259 + i];
            }
        }
        assertThat(Reference.largestError(spectrogram.values(), transposed)).isLessThan(TOLERANCE);
        assertThat(Reference.largestError(stft.inverse(spectrogram, samples.length), widened(samples)))
                .isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void agreesWithADirectTransformForOtherParameters(StftParameters parameters) {
        // Given
        float[] samples = DirectTransform.noise(333, 1);

        // When
        ComplexSpectrogram spectrogram = new Stft(parameters).forward(samples);

        // Then
        assertThat(Reference.largestError(spectrogram.values(), DirectTransform.forward(samples, parameters)))
                .isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void invertsSpectrogramsThatNoSignalHasAsTheDefinitionDoes(StftParameters parameters) {
        // Given: noise instead of a spectrum, and a signal that reaches beyond its last frame
        int frames = 12;
        int samples = parameters.hop() * frames + 3 * parameters.nFft();
        float[] values = DirectTransform.noise(2 * parameters.bins() * frames, 2);

        // When
        float[] signal =
                new Stft(parameters).inverse(new ComplexSpectrogram(parameters.bins(), frames, values), samples);

        // Then: where a window all but vanishes its square divides rounding errors, hence the tolerance
        double[] expected = DirectTransform.inverse(values, frames, parameters, samples);
        assertThat(Reference.largestError(signal, expected)).isLessThan(1e-4);
        assertThat(signal[samples - 1]).isZero();
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void invertsMoreFramesThanAreTransformedAtOnce(StftParameters parameters) {
        // Given: more than two batches, the last of them not full
        int frames = 300;
        int samples = parameters.hop() * frames;
        float[] values = DirectTransform.noise(2 * parameters.bins() * frames, 5);

        // When
        float[] signal =
                new Stft(parameters).inverse(new ComplexSpectrogram(parameters.bins(), frames, values), samples);

        // Then: the tolerance as above
        assertThat(Reference.largestError(signal, DirectTransform.inverse(values, frames, parameters, samples)))
                .isLessThan(1e-4);
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void theInverseReturnsEverySampleThatFramesCover(StftParameters parameters) {
        // Given
        float[] samples = DirectTransform.noise(333, 3);
        Stft other = new Stft(parameters);

        // When
        float[] signal = other.inverse(other.forward(samples), samples.length);

        // Then: a frame that is not centred sees nothing of its ends
        int margin = parameters.centered() ? parameters.winLength() % 2 + parameters.hop() : parameters.nFft();
        assertThat(signal).hasSize(samples.length);
        for (int i = margin; i < samples.length - margin; i++) {
            assertThat(signal[i]).isCloseTo(samples[i], within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 1024, 22_050, 22_051, 66_150})
    void theInverseHasTheLengthThatIsAskedFor(int length) {
        // Given
        float[] samples = DirectTransform.noise(length, 4);

        // When
        float[] signal = stft.inverse(stft.forward(samples), length);

        // Then
        assertThat(Reference.largestError(signal, widened(samples))).isLessThan(TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("otherParameters")
    void aSingleFrameHasTheBitsOfTheWholeAnalysis(StftParameters parameters) {
        // Given
        float[] samples = DirectTransform.noise(333, 6);
        Stft other = new Stft(parameters);
        ComplexSpectrogram whole = other.forward(samples);
        int pair = 2 * parameters.bins();
        int offset = parameters.centered() ? parameters.nFft() / 2 : 0;

        for (int frame = 0; frame < whole.frames(); frame++) {
            int start = frame * parameters.hop() - offset;
            if (start < 0 || start + parameters.nFft() > samples.length) {
                continue;
            }

            // When
            float[] values = new float[pair + 3];
            other.forwardFrame(samples, start, values, 3);

            // Then
            assertThat(Arrays.copyOfRange(values, 3, 3 + pair))
                    .isEqualTo(Arrays.copyOfRange(whole.values(), frame * pair, (frame + 1) * pair));
        }
        int first = (offset + parameters.hop() - 1) / parameters.hop();
        int frames = (samples.length - parameters.nFft() - (first * parameters.hop() - offset)) / parameters.hop() + 1;
        float[] several = new float[frames * pair];
        other.forwardFrames(samples, first * parameters.hop() - offset, frames, several, 0);
        assertThat(several).isEqualTo(Arrays.copyOfRange(whole.values(), first * pair, (first + frames) * pair));
        assertThatThrownBy(() -> other.forwardFrame(samples, 334 - parameters.nFft(), new float[pair], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void longTransformsAreAsExact() {
        // Given
        Stft longer = new Stft(new StftParameters(22_050, 16_384, 16_384, 4096, true, PadMode.REFLECT));
        float[] samples = DirectTransform.noise(50_000, 5);

        // When
        float[] signal = longer.inverse(longer.forward(samples), samples.length);

        // Then
        assertThat(Reference.largestError(signal, widened(samples))).isLessThan(TOLERANCE);
    }

    @Test
    void theSameSignalGivesTheSameBits() {
        // Given
        float[] samples = DirectTransform.noise(5000, 6);

        // Then
        assertThat(new Stft(defaults).forward(samples).values())
                .isEqualTo(stft.forward(samples).values());
    }

    @Test
    void silenceStaysSilence() {
        // When
        ComplexSpectrogram spectrogram = stft.forward(new float[4000]);

        // Then
        assertThat(spectrogram.meanPower()).isZero();
        assertThat(stft.inverse(spectrogram, 4000)).containsOnly(0f);
    }

    @Test
    void samplesBehindTheLastFrameAndSignalsWithoutFramesAreSilent() {
        // Then
        assertThat(stft.inverse(new ComplexSpectrogram(513, 0, new float[0]), 100))
                .containsOnly(0f);
        assertThat(stft.inverse(new ComplexSpectrogram(513, 0, new float[0]), 0))
                .isEmpty();
    }

    @Test
    void refusesSignalsShorterThanTheirPadding() {
        // Then
        assertThatThrownBy(() -> stft.forward(new float[512]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 513 samples")
                .hasMessageContaining("512");
        assertThatThrownBy(() -> stft.forward(new float[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Stft(new StftParameters(22_050, 64, 64, 16, false, PadMode.ZERO)).forward(new float[63]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 64 samples");
    }

    @Test
    void refusesSpectrogramsOfAnotherAnalysis() {
        // Then
        assertThatThrownBy(() -> stft.inverse(new ComplexSpectrogram(257, 1, new float[514]), 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("513 bins")
                .hasMessageContaining("257");
        assertThatThrownBy(() -> stft.inverse(new ComplexSpectrogram(513, 0, new float[0]), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("samples");
    }

    @Test
    void refusesSpectrogramsThatNoArrayHolds() {
        // Given
        Stft dense = new Stft(new StftParameters(22_050, 65_536, 65_536, 1, true, PadMode.ZERO));

        // Then
        assertThatThrownBy(() -> dense.forward(new float[100_000]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("larger hop");
    }

    private static double[] widened(float[] values) {
        return NpyArray.of(values, false, values.length).doubles();
    }
}
