package io.reverie.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import io.reverie.network.Classifier;
import io.reverie.network.Model;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.SourceSpectrogram;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.BestMeasurement;
import io.reverie.schemas.Features;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.LearningRateSchedule;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.Optimiser;
import io.reverie.schemas.OptimiserMethod;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

/** Real trainings of the real network on two synthesised labels: noise that is louder in the low or in the high bands. */
class TrainHandlerTest {

    private static final int BANDS = SyntheticTracks.BANDS;
    /** 65 bins and 157 frames in 5 s. */
    private static final StftParameters NARROW_STFT = new StftParameters(4000, 128, 128, 128, true, PadMode.REFLECT);

    private static final int BINS = NARROW_STFT.bins();
    private static final String HASH = "cd".repeat(32);

    @TempDir
    Path folder;

    private FolderStore store;
    private ArrayArtifacts arrays;
    private SyntheticTracks tracks;
    private List<SpectrogramReady> log;
    private final List<TrainProgress> progress = new ArrayList<>();
    private TrainHandler handler;

    @BeforeEach
    void synthesiseTracks() throws IOException {
        store = new FolderStore(folder);
        tracks = new SyntheticTracks(store);
        arrays = tracks.arrays;
        log = tracks.log;
        handler = new TrainHandler(store, arrays, () -> log, progress::add, SyntheticTracks.config(100));
    }

    @Test
    void learnsToTellTwoLabelsApart() throws IOException {
        // Given
        TrainRequest request = request(60).build();

        // When
        ModelReady ready = train(request, HASH);

        // Then
        assertThat(ready.getLabels()).containsExactly("high", "low");
        assertThat(ready.getMetrics().getTrackAccuracy()).isEqualTo(1.0);
        assertThat(ready.getMetrics().getSegmentAccuracy()).isEqualTo(1.0);
        assertThat(ready.getMetrics().getTrainAccuracy()).isEqualTo(1.0);
        assertThat(ready.getMetrics().getConfusion()).containsExactly(List.of(2, 0), List.of(0, 2));
        assertThat(ready.getMetrics().getValidationLoss()).isPositive();
        // There was one measurement: the last is the best
        BestMeasurement best = ready.getMetrics().getBest();
        assertThat(best.getStep()).isEqualTo(60);
        assertThat(best.getTrackAccuracy()).isEqualTo(1.0);
        assertThat(best.getConfusion()).isEqualTo(ready.getMetrics().getConfusion());
        assertThat(ready.getMetrics().getTrainTracks()).isEqualTo(8);
        assertThat(ready.getMetrics().getValidationTracks()).isEqualTo(4);
        assertThat(ready.getMetrics().getFinalLoss()).isLessThan(progress.get(0).getLoss());
        assertThat(ready.getAnalysis()).isEqualTo(Events.coarse());
        assertThat(progress.get(0).getStep()).isEqualTo(1);
        assertThat(progress.get(progress.size() - 1).getStep()).isEqualTo(60);
        TrainProgress last = progress.get(progress.size() - 1);
        assertThat(last.getValidationAccuracy()).isEqualTo(1.0);
        assertThat(last.getValidationTrackAccuracy()).isEqualTo(1.0);
        assertThat(last.getConfusion()).isEqualTo(ready.getMetrics().getConfusion());
        assertThat(last.getCurves().getContentType()).isEqualTo("image/png");
    }

    @ParameterizedTest
    @EnumSource(Features.class)
    void learnsToTellTwoLabelsApartByAnyFeatures(Features features) throws IOException {
        // Given the same noise as mel spectrograms and as STFTs
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 4; i++) {
            addStft("low/" + i, "low", stft(BINS / 4, 250, random));
            addStft("high/" + i, "high", stft(3 * BINS / 4, 250, random));
        }
        boolean mel = features == Features.LOG_MEL || features == Features.MEL;
        TrainRequest request = request(60)
                .setFeatures(features)
                .setDataset(mel ? "music" : "music-stft")
                .build();

        // When
        ModelReady ready = train(request, HASH);

        // Then
        assertThat(ready.getFeatures()).isEqualTo(features);
        assertThat(ready.getAnalysis()).isEqualTo(mel ? Events.coarse() : Analyses.of(NARROW_STFT));
        assertThat(ready.getMetrics().getTrackAccuracy()).isEqualTo(1.0);
        try (InputStream in = store.open(ready.getModel().getKey());
                Classifier classifier = new Classifier(Model.read(in), new Nd4jPlanCompiler())) {
            double[] heard = classifier.probabilities(
                    mel
                            ? SourceSpectrogram.of(SyntheticTracks.mel(BANDS / 4, 300, new SplittableRandom(99)))
                            : SourceSpectrogram.of(stft(BINS / 4, 300, new SplittableRandom(99))));
            assertThat(heard[1]).isGreaterThan(0.5);
        }
    }

    @Test
    void storesModelCurvesAndTracks() throws IOException {
        // Given
        TrainRequest request = request(60).build();

        // When
        ModelReady ready = train(request, HASH);

        // Then: the model hears by itself
        try (InputStream in = store.open(ready.getModel().getKey());
                Classifier classifier = new Classifier(Model.read(in), new Nd4jPlanCompiler())) {
            double[] heard = classifier.probabilities(
                    SourceSpectrogram.of(SyntheticTracks.mel(BANDS / 4, 300, new SplittableRandom(99))));
            assertThat(heard[1]).isGreaterThan(0.7);
        }
        // one row a step, validation measured at the last
        NpyArray curves = arrays.read(ready.getCurves(), "curves");
        assertThat(curves.dtype()).isEqualTo(NpyArray.FLOAT64);
        assertThat(curves.shape()).containsExactly(60, 5);
        assertThat(curves.doubles()[0]).isEqualTo(1);
        assertThat(curves.doubles()[5 * 5 + 1]).isCloseTo(0.002, within(0.0002));
        assertThat(curves.doubles()[59 * 5 + 1]).isPositive().isLessThan(0.0001);
        assertThat(curves.doubles()[4]).isNaN();
        assertThat(curves.doubles()[59 * 5 + 4]).isEqualTo(1.0);
        // pictures of curves and confusion
        assertThat(ready.getPictures())
                .extracting(Artifact::getKey)
                .containsExactly("models/" + HASH + "/curves.png", "models/" + HASH + "/confusion.png");
        for (Artifact picture : ready.getPictures()) {
            try (InputStream in = store.open(picture.getKey())) {
                assertThat(ImageIO.read(in).getWidth()).isGreaterThan(500);
            }
        }
        // one line a track
        try (InputStream in = store.open(ready.getTracks().getKey())) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines())
                    .hasSize(12)
                    .filteredOn(line -> line.contains("\"split\":\"validation\""))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line).contains("\"trackKey\":\"", "\"sha256\":\"", "\"label\":\""));
        }
    }

    @Test
    void givesTheSameModelForTheSameRequest() throws IOException {
        // Given: 0 is a seed like any other
        TrainRequest request = request(12).setSeed(0).build();

        // When
        ModelReady first = train(request, HASH);
        ModelReady second = train(request, "ef".repeat(32));
        ModelReady otherSeed = train(request(12).setSeed(8).build(), "01".repeat(32));

        // Then
        assertThat(second.getModel().getSha256()).isEqualTo(first.getModel().getSha256());
        assertThat(second.getCurves().getArtifact().getSha256())
                .isEqualTo(first.getCurves().getArtifact().getSha256());
        assertThat(otherSeed.getModel().getSha256())
                .isNotEqualTo(first.getModel().getSha256());
    }

    @Test
    void readsThePinnedTracksWhenTheLogHasMovedOn() throws IOException {
        // Given
        TrainRequest request = request(2).build();
        Job job = new Job("models", "t-1", HASH, handler.inputs(request));
        tracks.add("new/0", "new", SyntheticTracks.mel(1, 250, new SplittableRandom(5)));

        // When
        ModelReady ready = handler.execute(request, job);

        // Then
        assertThat(ready.getLabels()).containsExactly("high", "low");
    }

    @Test
    void trainsOnEverythingByTheFractionZero() throws IOException {
        // Given
        TrainRequest request = request(2).setValidation(new FractionSplit(0.0)).build();

        // When
        ModelReady ready = train(request, HASH);

        // Then
        assertThat(ready.getMetrics().getTrainTracks()).isEqualTo(12);
        assertThat(ready.getMetrics().getTrackAccuracy()).isNull();
        assertThat(ready.getMetrics().getSegmentAccuracy()).isNull();
        assertThat(ready.getMetrics().getConfusion()).isEmpty();
        assertThat(ready.getMetrics().getValidationLoss()).isNull();
        assertThat(ready.getMetrics().getBest()).isNull();
        assertThat(ready.getPictures()).extracting(Artifact::getKey).containsExactly("models/" + HASH + "/curves.png");
    }

    @Test
    void refusesToKeepTheBestOfNothing() {
        // Given
        TrainRequest request = request(2)
                .setValidation(new FractionSplit(0.0))
                .setKeep(KeptWeights.BEST)
                .build();

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.inputs(request));

        // Then
        assertThat(rejection.field()).isEqualTo("keep");
    }

    @Test
    void refusesMoreConvolutionsThanSegmentsAllow() {
        // Given 32 bands, which the first convolution makes 16
        TrainRequest request = request(2).build();
        request.getNetwork().setWidths(List.of(4, 4, 4, 4, 4, 4));

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.inputs(request));

        // Then
        assertThat(rejection.field()).isEqualTo("network.widths");
        assertThat(rejection.allowed()).contains("at most 5").contains("32 bands");
    }

    @Test
    void trainsTheSeedsWayWithAnotherNetwork() throws IOException {
        // Given
        TrainRequest request = request(40).build();
        request.getNetwork().setWidths(List.of(4, 8, 8, 8, 8));
        request.getNetwork().setDropout(0);
        request.setOptimiser(Optimiser.newBuilder()
                .setMethod(OptimiserMethod.SGD)
                .setLearningRate(0.02)
                .setSchedule(LearningRateSchedule.STEP)
                .setDecaySteps(15)
                .setWarmUp(0)
                .build());
        request.getAugmentation().setErasing(true);

        // When
        ModelReady ready = train(request, HASH);

        // Then
        assertThat(ready.getMetrics().getTrackAccuracy()).isEqualTo(1.0);
        double[] curves = arrays.read(ready.getCurves(), "curves").doubles();
        assertThat(curves[1]).isEqualTo(0.02);
        assertThat(curves[15 * 5 + 1]).isCloseTo(0.002, within(1e-12));
        assertThat(curves[30 * 5 + 1]).isCloseTo(0.0002, within(1e-12));
    }

    @Test
    void stopsBeforeTheNextStep() throws IOException {
        // Given: a worker that stops after the tracks have been read and two steps were made
        TrainRequest request = request(1000).build();
        AtomicInteger checks = new AtomicInteger();
        Job job = new Job("models", "t-1", HASH, handler.inputs(request), () -> checks.incrementAndGet() > 12 + 2);

        // When, then
        assertThatThrownBy(() -> handler.execute(request, job)).isInstanceOf(JobInterruptedException.class);
        assertThat(checks.get()).isEqualTo(12 + 3);
        assertThat(store.list("models/")).isEmpty();
    }

    @Test
    void refusesBatchesThatNoMachineHolds() {
        // Given: 5 s of a hop of 16 samples
        log.forEach(track -> track.getAnalysis().setHop(16));
        TrainRequest request = request(10).build();
        request.getBudget().setBatchSize(256);

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.inputs(request));

        // Then
        assertThat(rejection.field()).isEqualTo("budget.batchSize");
    }

    @Test
    void refusesAnAnalysisTooCoarseForTheNetwork() {
        // Given
        Analysis coarser = Analysis.newBuilder(Events.coarse())
                .setNFft(4096)
                .setWinLength(4096)
                .setHop(4096)
                .build();
        log.forEach(track -> track.setAnalysis(coarser));

        // When
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class, () -> handler.inputs(request(10).build()));

        // Then
        assertThat(rejection.field()).isEqualTo("dataset");
        assertThat(rejection.allowed()).contains("64 frames");
    }

    @Test
    void refusesAnIdThatIsNoNameBeforeAnythingElse() {
        // Given
        TrainRequest request = request(10).setTrainId("t".repeat(1 << 20)).build();

        // When
        JobRejectedException rejection = catchThrowableOfType(JobRejectedException.class, () -> handler.jobId(request));

        // Then
        assertThat(rejection.field()).isEqualTo("trainId");
        assertThat(rejection.getMessage()).hasSizeLessThan(300);
    }

    @Test
    void refusesADatasetThatDoesNotFitIntoMemoryBeforeTheIdIsTaken() {
        // Given 11 tracks of 250 frames and one of 108, of 32 bands: 365 kB, more than half of the heap
        TrainHandler small =
                new TrainHandler(store, arrays, () -> log, progress::add, SyntheticTracks.config(100), 700_000);

        // When
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class, () -> small.inputs(request(10).build()));

        // Then
        assertThat(rejection.field()).isEqualTo("dataset");
        assertThat(rejection.allowed()).contains("-Xmx");
    }

    private ModelReady train(TrainRequest request, String hash) throws IOException {
        return handler.execute(request, new Job("models", "t-1", hash, handler.inputs(request)));
    }

    private static TrainRequest.Builder request(int steps) {
        return Events.request()
                .setBudget(new TrainBudget(steps, 8))
                .setValidation(new FractionSplit(0.34))
                .setSeed(7);
    }

    private void addStft(String key, String label, ComplexSpectrogram stft) throws IOException {
        log.add(Events.track(
                key + "/stft",
                "music-stft",
                label,
                Analyses.of(NARROW_STFT),
                arrays.write("spectrograms/" + key + "/stft.npy", stft)));
    }

    /** Complex noise, a hundred times louder around one bin. */
    private static ComplexSpectrogram stft(int loudBin, int frames, SplittableRandom random) {
        float[] values = new float[2 * BINS * frames];
        for (int i = 0; i < values.length; i++) {
            double gain = Math.abs(i / 2 % BINS - loudBin) < 8 ? 1 : 0.1;
            values[i] = (float) (gain * random.nextGaussian());
        }
        return new ComplexSpectrogram(BINS, frames, values);
    }
}
