package io.reverie.train;

import java.util.Arrays;
import java.util.List;

import io.reverie.audio.MelSpectrogram;
import io.reverie.network.LogMel;
import io.reverie.network.Plan;
import io.reverie.network.PlanLayer;
import io.reverie.network.SourceSpectrogram;
import io.reverie.network.Standardisation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EvaluationTest {

    private static final int BANDS = 32;
    private static final int FRAMES = 10;

    @Test
    void countsSegmentsAndTracksByWhatIsHeard() {
        // Given: what a track is heard as is written after its label, a number a segment
        List<LoadedTrack> tracks = List.of(
                track("a", 0, 0, 0, 1), // two of three segments right
                track("b", 1, 0), // wrong
                track("c", 1, 1, 1)); // right
        FeatureExtraction extraction = extraction();

        // When
        Evaluation evaluation = Evaluation.of(tracks, extraction, new Hearing(4), () -> {});

        // Then
        assertThat(evaluation.tracks()).isEqualTo(3);
        assertThat(evaluation.segments()).isEqualTo(6);
        assertThat(evaluation.segmentAccuracy()).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(evaluation.trackAccuracy()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(evaluation.confusion()).isDeepEqualTo(new int[][] {{1, 0}, {1, 1}});
        double right = Math.log(1 + Math.exp(-2));
        double wrong = Math.log(1 + Math.exp(2));
        assertThat(evaluation.loss()).isCloseTo((4 * right + 2 * wrong) / 6, within(1e-6));
    }

    @Test
    void doesNotDependOnTheBatch() {
        // Given
        List<LoadedTrack> tracks = List.of(track("a", 0, 0, 0, 1), track("b", 1, 0), track("c", 1, 1, 1));

        // When
        Evaluation one = Evaluation.of(tracks, extraction(), new Hearing(1), () -> {});
        Evaluation six = Evaluation.of(tracks, extraction(), new Hearing(6), () -> {});

        // Then
        assertThat(six).usingRecursiveComparison().isEqualTo(one);
    }

    private static FeatureExtraction extraction() {
        float[] mean = new float[BANDS];
        float[] deviation = new float[BANDS];
        Arrays.fill(deviation, 1);
        return new FeatureExtraction(
                new LogMel(Events.COARSE_STFT, Events.COARSE_MEL), new Standardisation(mean, deviation), FRAMES);
    }

    /** A track of as many segments as there are numbers; where one is 1, band 20 is loud, else it is silent. */
    private static LoadedTrack track(String key, int label, int... heard) {
        float[] values = new float[heard.length * FRAMES * BANDS];
        for (int frame = 0; frame < heard.length * FRAMES; frame++) {
            values[frame * BANDS + 10] = 1;
            values[frame * BANDS + 20] = heard[frame / FRAMES];
        }
        Track track = new Track(key, "label " + label, "key", "sha", heard.length * FRAMES);
        return new LoadedTrack(
                track, label, SourceSpectrogram.of(new MelSpectrogram(BANDS, heard.length * FRAMES, values)));
    }

    private record Hearing(int batch) implements Plan {

        @Override
        public int channels() {
            return 1;
        }

        @Override
        public int rows() {
            return BANDS;
        }

        @Override
        public int frames() {
            return FRAMES;
        }

        @Override
        public int labels() {
            return 2;
        }

        @Override
        public void forward(float[] features, float[] logits) {
            for (int segment = 0; segment < batch; segment++) {
                boolean loud = features[segment * BANDS * FRAMES + 20 * FRAMES] > -5;
                logits[2 * segment] = loud ? -1 : 1;
                logits[2 * segment + 1] = loud ? 1 : -1;
            }
        }

        @Override
        public void inputGradient(float[] logitGradient, float[] featureGradient) {
            throw new AssertionError("evaluation runs forward only");
        }

        @Override
        public List<PlanLayer> layers() {
            return List.of();
        }

        @Override
        public void activations(int layer, float[] activations) {
            throw new AssertionError("evaluation runs forward only");
        }

        @Override
        public void inputGradient(int layer, float[] gradient, float[] featureGradient) {
            throw new AssertionError("evaluation runs forward only");
        }

        @Override
        public void close() {}
    }
}
