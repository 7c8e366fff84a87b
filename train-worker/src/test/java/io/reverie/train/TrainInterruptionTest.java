package io.reverie.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.NetworkSettings;
import io.reverie.schemas.OptimiserMethod;
import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import io.reverie.worker.JobRejectedException;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A training that is interrupted gives the same bytes as one that is not. */
class TrainInterruptionTest {

    private static final String WHOLE = "ab".repeat(32);
    private static final String INTERRUPTED = "cd".repeat(32);

    @TempDir
    Path folder;

    private FolderStore store;
    private SyntheticTracks tracks;
    private final List<TrainProgress> progress = new ArrayList<>();
    private TrainHandler handler;

    @BeforeEach
    void synthesiseTracks() throws IOException {
        store = new FolderStore(folder);
        tracks = new SyntheticTracks(store);
        handler = new TrainHandler(store, tracks.arrays, () -> tracks.log, progress::add, SyntheticTracks.config(10));
    }

    /** Interrupted after a number of steps of 24, with checkpoints after 10 and 20. */
    @ParameterizedTest
    @CsvSource({"4, 0, ADAMW", "10, 10, ADAMW", "11, 10, SGD", "17, 10, ADAMW", "20, 20, SGD", "23, 20, ADAMW"})
    void goesOnFromTheLastCheckpointAsIfNothingHadHappened(int steps, int checkpoint, OptimiserMethod method)
            throws IOException {
        // Given
        TrainRequest request = request(24).build();
        request.getOptimiser().setMethod(method);
        ModelReady whole = handler.execute(request, job(WHOLE, request));
        interrupt(request, 0, steps);

        // When
        progress.clear();
        ModelReady resumed = handler.execute(request, job(INTERRUPTED, request));

        // Then
        assertThat(progress.get(0).getStep()).isEqualTo(checkpoint + 1);
        assertThatBothAreAlike(resumed, whole);
    }

    @Test
    void survivesSeveralInterruptionsAndKeepsTheBestWeights() throws IOException {
        // Given measurements after 100, 200 and 230 steps, and tracks so alike that they differ
        for (int i = 0; i < 6; i++) {
            tracks.add("either/" + i, "either", SyntheticTracks.mel(8 + 2 * i, 250, new SplittableRandom(i)));
        }
        TrainRequest request = request(230).setKeep(KeptWeights.BEST).build();
        ModelReady whole = handler.execute(request, job(WHOLE, request));

        // When
        interrupt(request, 0, 55);
        interrupt(request, 50, 107);
        interrupt(request, 100, 208);
        ModelReady resumed = handler.execute(request, job(INTERRUPTED, request));

        // Then
        assertThat(whole.getMetrics().getBest().getStep()).isIn(100, 200, 230);
        assertThatBothAreAlike(resumed, whole);
    }

    @Test
    void keepsTheWeightsOfTheBestMeasurement() throws IOException {
        // Given trainings that differ in nothing but which weights they keep, and two in which the best is not the last
        TrainRequest best = request(130).setKeep(KeptWeights.BEST).build();
        best.getOptimiser().setMethod(OptimiserMethod.SGD);
        best.getOptimiser().setLearningRate(0.1);
        TrainRequest last =
                TrainRequest.newBuilder(best).setKeep(KeptWeights.LAST).build();

        // When
        ModelReady keptBest = handler.execute(best, job(WHOLE, best));
        ModelReady keptLast = handler.execute(last, job(INTERRUPTED, last));

        // Then the figures are the same and stay apart
        assertThat(alike(keptBest.getMetrics())).isEqualTo(alike(keptLast.getMetrics()));
        boolean lastIsBest = keptBest.getMetrics().getBest().getStep() == 130;
        assertThat(keptBest.getModel().getSha256().equals(keptLast.getModel().getSha256()))
                .isEqualTo(lastIsBest);
    }

    @Test
    void removesTheCheckpointOnceTheJobIsFinished() throws IOException {
        // Given
        TrainRequest request = request(24).build();
        Job job = job(INTERRUPTED, request);
        handler.execute(request, job);
        assertThat(store.exists(StoredCheckpoints.key(job))).isTrue();

        // When, and again
        handler.clear(job);
        handler.clear(job);

        // Then
        assertThat(store.exists(StoredCheckpoints.key(job))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0.5, false", "0.98, false", "0, false", "1, true"})
    void beginsAnewWhereTheCheckpointIsDamaged(double share, boolean change) throws IOException {
        // Given a checkpoint that was cut, or of which one bit is not as it was
        TrainRequest request = request(24).build();
        ModelReady whole = handler.execute(request, job(WHOLE, request));
        interrupt(request, 0, 15);
        Path file = store.localPath(StoredCheckpoints.key(job(INTERRUPTED, request)))
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged = Arrays.copyOf(bytes, (int) (share * bytes.length));
        if (change) {
            damaged[bytes.length / 2] ^= 1;
        }
        Files.write(file, damaged);

        // When
        progress.clear();
        ModelReady resumed = handler.execute(request, job(INTERRUPTED, request));

        // Then
        assertThat(progress.get(0).getStep()).isEqualTo(1);
        assertThatBothAreAlike(resumed, whole);
    }

    @Test
    void beginsAnewWhereTheCheckpointIsOfAnotherAlgorithm() throws IOException {
        // Given
        TrainRequest request = request(24).build();
        Job interrupted = new Job("models", "t-1", INTERRUPTED, handler.inputs(request));
        StoredCheckpoints other = new StoredCheckpoints(store, interrupted, "train-0", 10);
        StoredCheckpoints own = new StoredCheckpoints(store, interrupted, "train-1", 10);
        List<Integer> restored = new ArrayList<>();
        try (TrainingState state = state(10)) {
            other.afterStep(state);
        }

        // When
        try (TrainingState state = state(0)) {
            own.restore(state);
            restored.add(state.curves().steps());
            other.restore(state);
            restored.add(state.curves().steps());
        }

        // Then
        assertThat(restored).containsExactly(0, 10);
    }

    @Test
    void removesTheCheckpointOfATrainingThatDiverged() throws IOException {
        // Given a checkpoint whose weights are not finite
        TrainRequest request = request(24).build();
        Job job = job(INTERRUPTED, request);
        MultiLayerNetwork network = SmallNetwork.create(
                new SmallNetworkParameters(1, 32, 108, 2, List.of(4, 8), OptimiserParameters.defaults(24), 0.3, 1));
        network.params().assign(Double.NaN);
        try (TrainingState state = state(network, 10)) {
            new StoredCheckpoints(store, job, handler.algorithmVersion(), 10).afterStep(state);
        }

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.execute(request, job));

        // Then
        assertThat(rejection).hasMessageContaining("diverged").hasMessageContaining("step 11");
        assertThat(store.exists(StoredCheckpoints.key(job))).isFalse();
    }

    @Test
    void readsTheSamePinnedTracksWhenItIsDeliveredAgain() throws IOException {
        // Given a log that has moved on: a track is new, another stands for a new spectrogram, a third is gone
        TrainRequest request = request(6).build();
        ModelReady first = handler.execute(request, job(WHOLE, request));
        Job again = job(INTERRUPTED, request);
        tracks.add("new/0", "new", SyntheticTracks.mel(1, 250, new SplittableRandom(5)));
        tracks.log.removeIf(track -> track.getTrackKey().equals("low/1"));
        tracks.log.removeIf(track -> track.getTrackKey().equals("low/2"));
        tracks.log.add(Events.track(
                "low/2",
                "music",
                "high",
                Events.coarse(),
                tracks.arrays.write("spectrograms/other.npy", SyntheticTracks.mel(3, 250, new SplittableRandom(6)))));

        // When
        ModelReady second = handler.execute(request, again);

        // Then
        assertThatBothAreAlike(second, first);
        assertThat(second.getTracks().getSha256()).isEqualTo(first.getTracks().getSha256());
    }

    @Test
    void namesThePinnedTrackWhoseArtifactWasReplaced() throws IOException {
        // Given
        TrainRequest request = request(6).build();
        Job job = job(WHOLE, request);
        tracks.arrays.write("spectrograms/low/2.npy", SyntheticTracks.mel(3, 250, new SplittableRandom(6)));

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.execute(request, job));

        // Then
        assertThat(rejection.field()).isEqualTo("dataset");
        assertThat(rejection).hasMessageContaining("'low/2'");
    }

    private static void assertThatBothAreAlike(ModelReady one, ModelReady other) {
        assertThat(one.getModel().getSha256()).isEqualTo(other.getModel().getSha256());
        assertThat(one.getCurves().getArtifact().getSha256())
                .isEqualTo(other.getCurves().getArtifact().getSha256());
        assertThat(alike(one.getMetrics())).isEqualTo(alike(other.getMetrics()));
        for (int i = 0; i < other.getPictures().size(); i++) {
            assertThat(one.getPictures().get(i).getSha256())
                    .isEqualTo(other.getPictures().get(i).getSha256());
        }
    }

    /** The metrics without what the clock says. */
    private static Metrics alike(Metrics metrics) {
        return Metrics.newBuilder(metrics).setSeconds(0).build();
    }

    /** Runs the job until the training has done so many steps, counting from those that its checkpoint holds. */
    private void interrupt(TrainRequest request, int from, int to) throws IOException {
        // The worker asks before it reads a track, before every step and before it measures a track.
        int tracksRead = tracks.log.size();
        int measurements = to / Training.VALIDATION_STEPS - from / Training.VALIDATION_STEPS;
        int allowed = tracksRead + (to - from) + measurements * tracksRead / 3;
        AtomicInteger checks = new AtomicInteger();
        Job job = job(INTERRUPTED, request);
        Job stopped = new Job("models", job.id(), job.hash(), job.inputs(), () -> checks.incrementAndGet() > allowed);
        assertThatThrownBy(() -> handler.execute(request, stopped)).isInstanceOf(JobInterruptedException.class);
        assertThat(checks).hasValue(allowed + 1);
    }

    private Job job(String hash, TrainRequest request) throws IOException {
        return new Job("models", "t-1", hash, handler.inputs(request));
    }

    private static TrainRequest.Builder request(int steps) {
        TrainRequest.Builder request = Events.request()
                .setBudget(new TrainBudget(steps, 4))
                .setValidation(new FractionSplit(0.34))
                .setSeed(7);
        request.setNetwork(NetworkSettings.newBuilder().setWidths(List.of(4, 8)).build());
        return request;
    }

    private static TrainingState state(int steps) {
        return state(
                SmallNetwork.create(SmallNetworkParameters.of(32, 108, 2, OptimiserParameters.defaults(24), 0.3, 1)),
                steps);
    }

    private static TrainingState state(MultiLayerNetwork network, int steps) {
        TrainingState state = new TrainingState(network, false, () -> 0);
        for (int step = 0; step < steps; step++) {
            state.curves().add(1e-3, 1);
        }
        return state;
    }
}
