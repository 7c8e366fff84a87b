package io.reverie.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.reverie.audio.MelSpectrogram;
import io.reverie.network.LogMel;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.SourceSpectrogram;
import io.reverie.network.TrainingBatch;
import io.reverie.schemas.KeptWeights;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

class TrainingLoopTest {

    private static final int BANDS = 32;
    private static final int FRAMES = 108;
    private static final int LABELS = 4;
    private static final int BATCH = 8;
    private static final Augmentations NOTHING = new Augmentations(true, false, false, false, false);

    @Test
    void givesTheSameBatchesForTheSameSeed() {
        // Given
        BatchSource first = batches(settings(3, new Augmentations(true, true, true, true, true)));
        BatchSource second = batches(settings(3, new Augmentations(true, true, true, true, true)));
        BatchSource otherSeed = batches(settings(4, new Augmentations(true, true, true, true, true)));

        // When, then
        try (TrainingBatch one = first.allocate();
                TrainingBatch two = second.allocate();
                TrainingBatch other = otherSeed.allocate()) {
            for (int step = 1; step <= 5; step++) {
                first.fill(one, step);
                second.fill(two, step);
                otherSeed.fill(other, step);
                assertThat(two.features()).isEqualTo(one.features());
                assertThat(two.labels()).isEqualTo(one.labels());
                assertThat(other.features()).isNotEqualTo(one.features());
            }
        }
    }

    @Test
    void makesTheBatchOfAStepWithoutThoseBefore() {
        // Given
        BatchSource inOrder = batches(settings(3, new Augmentations(true, true, true, true, true)));
        BatchSource resumed = batches(settings(3, new Augmentations(true, true, true, true, true)));

        try (TrainingBatch one = inOrder.allocate();
                TrainingBatch two = resumed.allocate()) {
            for (int step = 1; step <= 7; step++) {
                inOrder.fill(one, step);
            }

            // When
            resumed.fill(two, 7);

            // Then
            assertThat(two.features()).isEqualTo(one.features());
            assertThat(two.labels()).isEqualTo(one.labels());
        }
    }

    @Test
    void beginsSegmentsWhereTheyAreHeardWithoutSlicing() {
        // Given tracks of 300 frames, which are heard from the frames 0, 108 and 192
        BatchSource sliced = batches(settings(5, NOTHING));
        BatchSource whole = batches(settings(5, new Augmentations(false, false, false, false, false)));

        // When, then
        assertThat(differentSegments(whole)).isEqualTo(3 * LABELS);
        assertThat(differentSegments(sliced)).isGreaterThan(100);
    }

    @Test
    void slicesTracksOfOneSegmentCircularly() {
        // Given
        BatchSource sliced = batches(settings(5, NOTHING), FRAMES);
        BatchSource whole = batches(settings(5, new Augmentations(false, false, false, false, false)), FRAMES);

        // When, then
        assertThat(differentSegments(whole)).isEqualTo(LABELS);
        assertThat(differentSegments(sliced)).isGreaterThan(100);
    }

    private static int differentSegments(BatchSource source) {
        Set<Integer> segments = new HashSet<>();
        try (TrainingBatch batch = source.allocate()) {
            int size = batch.features().length / BATCH;
            for (int step = 1; step <= 40; step++) {
                source.fill(batch, step);
                for (int segment = 0; segment < BATCH; segment++) {
                    segments.add(Arrays.hashCode(
                            Arrays.copyOfRange(batch.features(), segment * size, (segment + 1) * size)));
                }
            }
        }
        return segments.size();
    }

    @Test
    void smoothsTheTargets() {
        // Given
        BatchSource source = batches(settings(0, NOTHING));

        try (TrainingBatch batch = source.allocate()) {
            // When
            source.fill(batch, 1);

            // Then: 0.1 spread over 4 labels, each label dealt twice as there is one track each
            for (float target : batch.labels()) {
                assertThat(Math.min(Math.abs(target - 0.025), Math.abs(target - 0.925)))
                        .isCloseTo(0, within(1e-6));
            }
            for (int label = 0; label < LABELS; label++) {
                double sum = 0;
                for (int segment = 0; segment < BATCH; segment++) {
                    sum += batch.labels()[segment * LABELS + label];
                }
                assertThat(sum).isCloseTo(2 * 0.925 + 6 * 0.025, within(1e-5));
            }
        }
    }

    @Test
    void standardisesTheTrainingSet() {
        // Given
        BatchSource source = batches(settings(0, new Augmentations(true, false, false, true, false)));
        double sum = 0;
        double squares = 0;
        int count = 0;

        try (TrainingBatch batch = source.allocate()) {
            for (int step = 1; step <= 50; step++) {
                // When
                source.fill(batch, step);

                for (float value : batch.features()) {
                    sum += value;
                    squares += (double) value * value;
                    count++;
                }
            }
        }
        // Then: mean 0; the deviation is below 1, for 0.3 is added to the denominator
        assertThat(sum / count).isCloseTo(0, within(0.03));
        assertThat(Math.sqrt(squares / count)).isBetween(0.6, 1.0);
    }

    @Test
    void mixesAboutHalfOfTheBatches() {
        // Given
        BatchSource source = batches(settings(1, new Augmentations(true, false, true, false, false)));
        int mixed = 0;

        try (TrainingBatch batch = source.allocate()) {
            for (int step = 1; step <= 200; step++) {
                // When
                source.fill(batch, step);

                boolean pure = true;
                for (float target : batch.labels()) {
                    pure &= Math.min(Math.abs(target - 0.025), Math.abs(target - 0.925)) < 1e-6;
                }
                mixed += pure ? 0 : 1;
            }
        }
        // Then: five standard deviations are 35
        assertThat(mixed).isBetween(65, 135);
    }

    @Test
    void endsWhereTheLossIsNotFinite() {
        // Given
        MultiLayerNetwork network = SmallNetwork.create(
                SmallNetworkParameters.of(BANDS, FRAMES, LABELS, OptimiserParameters.adamW(10, 1e-3, 0, 0), 0, 0));
        network.params().assign(Float.NaN);
        TrainingLoop loop = new TrainingLoop(network, batches(settings(0, NOTHING)), new RandomStreams(0), 10);

        // When
        DivergedException diverged =
                catchThrowableOfType(DivergedException.class, () -> loop.run(new LearningCurves(), new Idle()));

        // Then
        assertThat(diverged.step()).isEqualTo(1);
    }

    @Test
    void endsWhereTheLastStepLeavesWeightsThatAreNotFinite() {
        // Given a running mean that is not finite, which no loss of a training shows
        MultiLayerNetwork network = SmallNetwork.create(
                SmallNetworkParameters.of(BANDS, FRAMES, LABELS, OptimiserParameters.adamW(1, 1e-3, 0, 0), 0, 0));
        network.getParam("0_mean").assign(Float.NaN);
        TrainingLoop loop = new TrainingLoop(network, batches(settings(0, NOTHING)), new RandomStreams(0), 1);

        // When
        DivergedException diverged =
                catchThrowableOfType(DivergedException.class, () -> loop.run(new LearningCurves(), new Idle()));

        // Then
        assertThat(diverged.step()).isEqualTo(1);
    }

    private static TrainingSettings settings(long seed, Augmentations augmentations) {
        return new TrainingSettings(
                NetworkChoice.small(SmallNetworkParameters.DEFAULT_WIDTHS, 0.3),
                OptimiserParameters.adamW(10, 1e-3, 0, 0),
                BATCH,
                0.1,
                augmentations,
                KeptWeights.LAST,
                seed);
    }

    /** One track a label of noise that differs in level from band to band. */
    private static BatchSource batches(TrainingSettings settings) {
        return batches(settings, 300);
    }

    private static BatchSource batches(TrainingSettings settings, int frames) {
        SplittableRandom random = new SplittableRandom(9);
        List<LoadedTrack> tracks = new ArrayList<>();
        for (int label = 0; label < LABELS; label++) {
            float[] values = new float[BANDS * frames];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (-Math.log(1 - random.nextDouble()) / (1 + i % BANDS));
            }
            Track track = new Track("track " + label, "label " + label, "key", "sha", frames);
            tracks.add(new LoadedTrack(track, label, SourceSpectrogram.of(new MelSpectrogram(BANDS, frames, values))));
        }
        LogMel features = new LogMel(Events.COARSE_STFT, Events.COARSE_MEL);
        return new BatchSource(
                tracks,
                new FeatureExtraction(features, FeatureStatistics.of(tracks, features, FRAMES), FRAMES),
                LABELS,
                settings);
    }

    private static final class Idle implements TrainingLoop.Observer {

        @Override
        public void checkActive() {}

        @Override
        public void afterStep(LearningCurves curves) {}
    }
}
