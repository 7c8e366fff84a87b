package io.reverie.train;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.Startup;
import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.network.FeatureKind;
import io.reverie.network.FeatureShape;
import io.reverie.network.Model;
import io.reverie.network.NativeBackend;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.schemas.Architecture;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.Stage;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Trainable;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.ContentWriter;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import org.jboss.logging.Logger;

/**
 * From a training request to a model.
 *
 * <p>The inputs of the job are the {@link PinnedDataset}: read from the log when the request is seen first, and the same
 * whenever it is taken up again. A training that was interrupted goes on from its last checkpoint, see {@link
 * StoredCheckpoints}. The data set has to fit into memory, see {@link TrackReader}. Made before the channels begin, as a setting may be
 * wrong.
 */
@ApplicationScoped
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
class TrainHandler implements JobHandler<TrainRequest, ModelReady> {

    private static final Logger LOG = Logger.getLogger(TrainHandler.class);
    private static final String PRETRAINED = "pretrained";
    private static final int FEWEST_ROWS_OF_VGG16 = 32;

    private final ArtifactStore store;
    private final ArrayArtifacts arrays;
    private final SpectrogramLog log;
    private final ProgressSink progress;
    private final TrainConfig config;
    private final long heapBytes;

    @Inject
    TrainHandler(
            ArtifactStore store, ArrayArtifacts arrays, SpectrogramLog log, ProgressSink progress, TrainConfig config) {
        this(store, arrays, log, progress, config, Runtime.getRuntime().maxMemory());
    }

    TrainHandler(
            ArtifactStore store,
            ArrayArtifacts arrays,
            SpectrogramLog log,
            ProgressSink progress,
            TrainConfig config,
            long heapBytes) {
        ConfiguredValue.require("reverie.train.checkpoint-steps", config.checkpointSteps(), 1, Integer.MAX_VALUE);
        ConfiguredValue.require("reverie.train.most-steps", config.mostSteps(), 1, TrainConfig.LARGEST_STEPS);
        this.store = store;
        this.arrays = arrays;
        this.log = log;
        this.progress = progress;
        this.config = config;
        this.heapBytes = heapBytes;
    }

    @Override
    public Stage stage() {
        return Stage.TRAIN;
    }

    @Override
    public String prefix() {
        return "models";
    }

    @Override
    public String algorithmVersion() {
        return "train-4";
    }

    @Override
    public Class<TrainRequest> requestType() {
        return TrainRequest.class;
    }

    @Override
    public Class<ModelReady> resultType() {
        return ModelReady.class;
    }

    @Override
    public String jobId(TrainRequest request) {
        return Names.check(request.getTrainId(), "trainId");
    }

    @Override
    public String key(ModelReady result) {
        return result.getName();
    }

    @Override
    public void awaitInputs(TrainRequest request, Consumer<Duration> pause) throws IOException {
        TrainRequestRules.check(request, config);
        new ExpectedTracks(log, config.longestWait(), System::nanoTime)
                .await(request.getDataset(), request.getExpect(), pause);
    }

    @Override
    public SortedMap<String, String> inputs(TrainRequest request) throws IOException {
        TrainingSettings settings = TrainRequestRules.check(request, config);
        PinnedDataset dataset = DatasetRules.select(log.spectrograms(), request.getDataset(), request.getFeatures());
        split(request, dataset, settings);
        MelParameters mel = Analyses.mel(dataset.analysis(), "dataset");
        StftParameters stft = Analyses.stft(dataset.analysis(), "dataset");
        FeatureShape shape = features(request).transform(stft, mel).shape();
        SegmentShape.check(stft, shape, settings.batchSize());
        checkFeatures(request, shape);
        checkWidths(settings, shape.rows(), SegmentShape.frames(stft));
        new TrackReader(arrays, dataset, SegmentShape.frames(stft)).checkMemory(heapBytes);
        SortedMap<String, String> pins = dataset.toInputs();
        if (settings.network().pretrained() != null) {
            pins.put(
                    PRETRAINED,
                    PretrainedWeights.identity(store, settings.network().pretrained()));
        }
        return pins;
    }

    @Override
    public ModelReady execute(TrainRequest request, Job job) throws IOException {
        TrainingSettings settings = TrainRequestRules.check(request, config);
        PinnedDataset dataset = PinnedDataset.fromInputs(job.inputs());
        Split split = split(request, dataset, settings);
        List<String> labels = dataset.labels();
        StftParameters stft = Analyses.stft(dataset.analysis(), "dataset");
        MelParameters mel = Analyses.mel(dataset.analysis(), "dataset");
        LOG.infof(
                "job=%s dataset=%s labels=%d training=%d validation=%d steps=%d engine=%s",
                job.id(),
                request.getDataset(),
                labels.size(),
                split.training().size(),
                split.validation().size(),
                settings.steps(),
                NativeBackend.load());
        KeptTracks.of(split).gap(request).ifPresent(gap -> LOG.infof("job=%s %s", job.id(), gap));
        TrackReader reader = new TrackReader(arrays, dataset, SegmentShape.frames(stft));
        // Once more: the job may have been accepted by a worker with more memory.
        reader.checkMemory(heapBytes);
        List<LoadedTrack> training = reader.read(split.training(), job::checkActive);
        List<LoadedTrack> validation = reader.read(split.validation(), job::checkActive);

        Training.Result result = train(
                new Training(
                        request.getModel(), labels, stft, mel, features(request), settings, firstWeights(request, job)),
                training,
                validation,
                job,
                new ProgressReports(request, job, progress, store, System::nanoTime));
        LOG.infof(
                "job=%s loss=%.3f validation tracks=%.3f segments=%.3f seconds=%.1f",
                job.id(),
                result.curves().finalLoss(),
                result.validation().trackAccuracy(),
                result.validation().segmentAccuracy(),
                result.seconds());
        return publish(request, job, dataset, split, result);
    }

    @Override
    public void clear(Job job) throws IOException {
        store.delete(StoredCheckpoints.key(job));
    }

    private FirstWeights firstWeights(TrainRequest request, Job job) {
        String key = request.getNetwork().getPretrained();
        return key == null
                ? network -> {}
                : new PretrainedWeights(
                        store, key, job.input(PRETRAINED), request.getNetwork().getTrainable() == Trainable.HEAD);
    }

    private static FeatureKind features(TrainRequest request) {
        return FeatureKind.valueOf(request.getFeatures().name());
    }

    private static Split split(TrainRequest request, PinnedDataset dataset, TrainingSettings settings) {
        Split split = SplitRules.split(request.getValidation(), request.getGroup(), dataset.tracks(), settings.seed());
        if (settings.keep() == KeptWeights.BEST && split.validation().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    "keep", settings.keep(), "LAST where no track is kept for validation");
        }
        return split;
    }

    /** VGG16 halves its input five times. */
    private static void checkFeatures(TrainRequest request, FeatureShape shape) {
        if (request.getArchitecture() == Architecture.VGG16 && shape.rows() < FEWEST_ROWS_OF_VGG16) {
            throw JobRejectedException.invalidValue(
                    "architecture",
                    request.getArchitecture(),
                    "features with at least " + FEWEST_ROWS_OF_VGG16 + " rows; these have " + shape.rows());
        }
    }

    private static void checkWidths(TrainingSettings settings, int bands, int frames) {
        int most = SmallNetworkParameters.mostWidths(bands, frames);
        if (settings.network().widths().size() > most) {
            throw JobRejectedException.invalidValue(
                    "network.widths",
                    settings.network().widths(),
                    "at most " + most + " numbers for segments of " + bands + " bands and " + frames + " frames");
        }
    }

    private Training.Result train(
            Training training,
            List<LoadedTrack> tracks,
            List<LoadedTrack> validation,
            Job job,
            Training.Progress reports)
            throws IOException {
        try {
            return training.run(
                    tracks,
                    validation,
                    new StoredCheckpoints(store, job, algorithmVersion(), config.checkpointSteps()),
                    reports);
        } catch (DivergedException diverged) {
            // It would diverge again from there.
            clear(job);
            throw new JobRejectedException(
                    FailureCodes.NO_GRADIENT,
                    "optimiser.learningRate",
                    "the training diverged: " + diverged.getMessage(),
                    "a smaller learning rate or a longer warm-up",
                    diverged);
        }
    }

    private ModelReady publish(
            TrainRequest request, Job job, PinnedDataset dataset, Split split, Training.Result result)
            throws IOException {
        Model model = result.model();
        Artifact modelFile = store.put(job.artifactKey("model.zip"), Model.CONTENT_TYPE, model::write);
        Artifact tracks =
                store.put(job.artifactKey("tracks.jsonl"), TrackList.CONTENT_TYPE, out -> TrackList.write(split, out));
        LearningCurves curves = result.curves();
        List<Artifact> pictures = new ArrayList<>();
        pictures.add(picture(job, "curves.png", out -> TrainingPictures.writeCurves(out, request.getModel(), curves)));
        if (!split.validation().isEmpty()) {
            pictures.add(picture(
                    job,
                    "confusion.png",
                    out -> TrainingPictures.writeConfusion(out, request.getModel(), dataset.labels(), result.kept())));
        }
        return ModelReady.newBuilder()
                .setName(request.getModel())
                .setTrainId(job.id())
                .setModel(modelFile)
                .setFeatures(request.getFeatures())
                .setArchitecture(request.getArchitecture())
                .setLabels(dataset.labels())
                .setAnalysis(dataset.analysis())
                .setMetrics(EvaluationEvents.metrics(result))
                .setCurves(arrays.writeTable(
                        job.artifactKey("curves.npy"), curves.rows(), LearningCurves.COLUMNS, "steps"))
                .setPictures(pictures)
                .setTracks(tracks)
                .setRequest(request)
                .build();
    }

    private Artifact picture(Job job, String fileName, ContentWriter writer) throws IOException {
        return store.put(job.artifactKey(fileName), TrainingPictures.CONTENT_TYPE, writer);
    }
}
