package io.reverie.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.reverie.audio.MelSpectrogram;
import io.reverie.network.LogMel;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.SourceSpectrogram;
import io.reverie.network.TrainingBatch;
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

    @Test
    void givesTheSameBatchesForTheSameSeed() {
        // Given
        BatchSource first = batches(settings(3, true, true, true));
        BatchSource second = batches(settings(3, true, true, true));
        BatchSource otherSeed = batches(settings(4, true, true, true));

        // When, then
        try (TrainingBatch one = first.allocate();
                TrainingBatch two = second.allocate();
                TrainingBatch other = otherSeed.allocate()) {
            for (int i = 0; i < 5; i++) {
                first.fill(one);
                second.fill(two);
                otherSeed.fill(other);
                assertThat(two.features()).isEqualTo(one.features());
                assertThat(two.labels()).isEqualTo(one.labels());
                assertThat(other.features()).isNotEqualTo(one.features());
            }
        }
    }

    @Test
    void smoothsTheTargets() {
        // Given
        BatchSource source = batches(settings(0, false, false, false));

        try (TrainingBatch batch = source.allocate()) {
            // When
            source.fill(batch);

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
        BatchSource source = batches(settings(0, false, false, true));
        double sum = 0;
        double squares = 0;
        int count = 0;

        try (TrainingBatch batch = source.allocate()) {
            for (int i = 0; i < 50; i++) {
                // When
                source.fill(batch);

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
        BatchSource source = batches(settings(1, false, true, false));
        int mixed = 0;

        try (TrainingBatch batch = source.allocate()) {
            for (int i = 0; i < 200; i++) {
                // When
                source.fill(batch);

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
        TrainingLoop loop = new TrainingLoop(network, batches(settings(0, false, false, false)), 10);

        // When
        DivergedException diverged = catchThrowableOfType(DivergedException.class, () -> loop.run(new Idle()));

        // Then
        assertThat(diverged.step()).isEqualTo(1);
    }

    private static TrainingSettings settings(long seed, boolean masks, boolean mixup, boolean roll) {
        return new TrainingSettings(10, BATCH, 1e-3, 0, 0, 0.1, masks, mixup, roll, seed);
    }

    /** One track a label of noise that differs in level from band to band. */
    private static BatchSource batches(TrainingSettings settings) {
        SplittableRandom random = new SplittableRandom(9);
        List<LoadedTrack> tracks = new ArrayList<>();
        for (int label = 0; label < LABELS; label++) {
            float[] values = new float[BANDS * 300];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (-Math.log(1 - random.nextDouble()) / (1 + i % BANDS));
            }
            Track track = new Track("track " + label, "label " + label, "key", "sha", 300);
            tracks.add(new LoadedTrack(track, label, SourceSpectrogram.of(new MelSpectrogram(BANDS, 300, values))));
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
