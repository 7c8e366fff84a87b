package io.reverie.network;

import java.util.Arrays;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ClassifierTest {
    private static final int BANDS = 32;
    private static final int SEGMENT = 100;
    private static final int LABELS = 3;

    private static Model model;
    private static Classifier classifier;

    @BeforeAll
    static void create() {
        model = Networks.model(BANDS, SEGMENT, LABELS);
        classifier = new Classifier(model, new Nd4jPlanCompiler());
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    @Test
    void oneSegmentIsHeardAsTheNetworkHearsIt() {
        // Given
        SourceSpectrogram mel = mel(Networks.noise(256 * (SEGMENT - 1), 1));
        float[] features = new float[BANDS * SEGMENT];
        new LogMel(model.description().stft(), model.description().mel())
                .forward(mel.values(), 0, SEGMENT, features, 0);
        model.description().standardisation().forward(features, 0, SEGMENT);

        // When
        double[] probabilities = classifier.probabilities(mel);

        // Then
        double[] logits = new DoubleNetwork(model.network()).logits(Networks.rowsOf(features, 1), BANDS, SEGMENT)[0];
        assertThat(probabilities).containsExactly(DoubleNetwork.softmax(logits), within(1e-4));
        assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-9));
    }

    @Test
    void samplesAndTheirMelSpectrogramSoundTheSame() {
        // Given
        float[] samples = Networks.noise(50_000, 3);

        // When, then
        assertThat(classifier.probabilities(samples)).containsExactly(classifier.probabilities(mel(samples)));
    }

    @Test
    void longerAudioIsTheMeanOfItsSegments() {
        // Given two segments and a half
        SourceSpectrogram mel = mel(Networks.noise(256 * 249, 1));
        assertThat(mel.frames()).isEqualTo(250);

        // When
        double[] probabilities = classifier.probabilities(mel);

        // Then
        double[][] segments = classifier.segmentProbabilities(mel);
        assertThat(segments).hasNumberOfRows(3);
        assertThat(segments[2]).containsExactly(classifier.probabilities(cut(mel, 150, SEGMENT)));
        double[] expected = new double[LABELS];
        for (int start : new int[] {0, 100, 150}) {
            double[] segment = classifier.probabilities(cut(mel, start, SEGMENT));
            for (int label = 0; label < LABELS; label++) {
                expected[label] += segment[label] / 3;
            }
        }
        assertThat(probabilities).containsExactly(expected, within(1e-9));
    }

    @Test
    void shorterAudioIsRepeated() {
        // Given
        SourceSpectrogram mel = mel(Networks.noise(256 * 39, 1));
        float[] repeated = new float[BANDS * SEGMENT];
        for (int index = 0; index < repeated.length; index++) {
            repeated[index] = mel.values()[index % mel.values().length];
        }

        // When, then
        assertThat(classifier.probabilities(mel))
                .containsExactly(
                        classifier.probabilities(SourceSpectrogram.of(new MelSpectrogram(BANDS, SEGMENT, repeated))));
    }

    @Test
    void silenceIsHeard() {
        assertThat(Arrays.stream(classifier.probabilities(new float[20_000])).sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void refusesWhatIsNoAudio() {
        // Given
        float[] broken = new float[20_000];
        broken[700] = Float.NaN;

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.probabilities(broken))
                .withMessageContaining("sample 700");
        assertThatIllegalArgumentException().isThrownBy(() -> classifier.probabilities(new float[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> classifier.probabilities(SourceSpectrogram.of(new MelSpectrogram(5, 1, new float[5]))))
                .withMessageContaining("bands");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        classifier.probabilities(SourceSpectrogram.of(new MelSpectrogram(BANDS, 0, new float[0]))))
                .withMessageContaining("frame");
        float[] negative = new float[BANDS];
        negative[3] = -1;
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> classifier.probabilities(SourceSpectrogram.of(new MelSpectrogram(BANDS, 1, negative))))
                .withMessageContaining("mel power");
    }

    /** The way from samples to probabilities of each kind, put together by hand. */
    @ParameterizedTest
    @EnumSource(FeatureKind.class)
    void hearsEveryKindOfFeatures(FeatureKind kind) {
        // Given a model of 65 bins or 32 bands, and audio of one segment
        StftParameters coarse = new StftParameters(8000, 128, 128, 64, true, PadMode.REFLECT);
        Model other = Networks.model(kind, coarse, Networks.mel(BANDS), SEGMENT, LABELS);
        float[] samples = Networks.noise(64 * (SEGMENT - 1), 5);
        ComplexSpectrogram stft = new Stft(coarse).forward(samples);
        SourceSpectrogram source = kind.source() == SpectrogramKind.STFT
                ? SourceSpectrogram.of(stft)
                : SourceSpectrogram.of(new MelFilterBank(coarse, Networks.mel(BANDS)).apply(stft));
        float[] features = new float[kind.channels() * kind.rows(coarse, Networks.mel(BANDS)) * SEGMENT];
        kind.transform(coarse, Networks.mel(BANDS)).forward(source.values(), 0, SEGMENT, features, 0);
        other.description().standardisation().forward(features, 0, SEGMENT);

        // When
        try (Classifier hearing = new Classifier(other, new Nd4jPlanCompiler())) {
            double[] probabilities = hearing.probabilities(samples);

            // Then
            double[] logits = new DoubleNetwork(other.network())
                    .logits(Networks.rowsOf(features, 1), kind.rows(coarse, Networks.mel(BANDS)), SEGMENT)[0];
            assertThat(probabilities).containsExactly(DoubleNetwork.softmax(logits), within(1e-4));
            assertThat(hearing.probabilities(source)).containsExactly(probabilities);
            assertThat(Arrays.stream(hearing.probabilities(new float[8000])).sum())
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void refusesTheOtherKindOfSpectrogram() {
        // Given an STFT with as many values a frame as there are bands
        ComplexSpectrogram stft = new ComplexSpectrogram(BANDS / 2, 1, new float[BANDS]);

        // When, then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.probabilities(SourceSpectrogram.of(stft)))
                .withMessageContaining("STFT");
    }

    private static SourceSpectrogram mel(float[] samples) {
        ModelDescription description = model.description();
        return SourceSpectrogram.of(new MelFilterBank(description.stft(), description.mel())
                .apply(new Stft(description.stft()).forward(samples)));
    }

    private static SourceSpectrogram cut(SourceSpectrogram mel, int start, int frames) {
        return new SourceSpectrogram(
                mel.kind(), BANDS, frames, Arrays.copyOfRange(mel.values(), start * BANDS, (start + frames) * BANDS));
    }
}
