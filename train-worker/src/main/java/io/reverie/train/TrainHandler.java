package io.reverie.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.network.FeatureKind;
import io.reverie.network.Model;
import io.reverie.network.NativeBackend;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.Stage;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.ArtifactStore;
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
 * whenever it is taken up again. The data set has to fit into memory, see {@link TrackReader}.
 */
@ApplicationScoped
class TrainHandler implements JobHandler<TrainRequest, ModelReady> {

    private static final Logger LOG = Logger.getLogger(TrainHandler.class);

    private final ArtifactStore store;
    private final ArrayArtifacts arrays;
    private final SpectrogramLog log;
    private final ProgressSink progress;
    private final long heapBytes;

    @Inject
    TrainHandler(ArtifactStore store, ArrayArtifacts arrays, SpectrogramLog log, ProgressSink progress) {
        this(store, arrays, log, progress, Runtime.getRuntime().maxMemory());
    }

    TrainHandler(
            ArtifactStore store, ArrayArtifacts arrays, SpectrogramLog log, ProgressSink progress, long heapBytes) {
        this.store = store;
        this.arrays = arrays;
        this.log = log;
        this.progress = progress;
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
        return "train-1";
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
    public SortedMap<String, String> inputs(TrainRequest request) throws IOException {
        TrainingSettings settings = TrainRequestRules.check(request);
        PinnedDataset dataset = DatasetRules.select(log.spectrograms(), request.getDataset(), request.getFeatures());
        SplitRules.split(request.getValidation(), dataset.tracks(), settings.seed());
        MelParameters mel = Analyses.mel(dataset.analysis(), "dataset");
        StftParameters stft = Analyses.stft(dataset.analysis(), "dataset");
        FeatureKind features = FeatureKind.valueOf(request.getFeatures().name());
        SegmentShape.check(stft, features.transform(stft, mel).shape(), settings.batchSize());
        new TrackReader(arrays, dataset, SegmentShape.frames(stft)).checkMemory(heapBytes);
        return dataset.toInputs();
    }

    @Override
    public ModelReady execute(TrainRequest request, Job job) throws IOException {
        TrainingSettings settings = TrainRequestRules.check(request);
        PinnedDataset dataset = PinnedDataset.fromInputs(job.inputs());
        Split split = SplitRules.split(request.getValidation(), dataset.tracks(), settings.seed());
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
        TrackReader reader = new TrackReader(arrays, dataset, SegmentShape.frames(stft));
        // Once more: the job may have been accepted by a worker with more memory.
        reader.checkMemory(heapBytes);
        List<LoadedTrack> training = reader.read(split.training(), job::checkActive);
        List<LoadedTrack> validation = reader.read(split.validation(), job::checkActive);

        long start = System.nanoTime();
        Training.Result result = train(
                new Training(
                        request.getModel(),
                        labels,
                        stft,
                        mel,
                        FeatureKind.valueOf(request.getFeatures().name()),
                        settings),
                training,
                validation,
                new ProgressReports(request, job, progress, System::nanoTime));
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.infof(
                "job=%s loss=%.3f validation tracks=%.3f segments=%.3f seconds=%.1f",
                job.id(),
                result.curves().finalLoss(),
                result.validation().trackAccuracy(),
                result.validation().segmentAccuracy(),
                seconds);
        return publish(request, job, dataset, split, result, seconds);
    }

    private static Training.Result train(
            Training training, List<LoadedTrack> tracks, List<LoadedTrack> validation, Training.Progress progress) {
        try {
            return training.run(tracks, validation, progress);
        } catch (DivergedException diverged) {
            throw new JobRejectedException(
                    FailureCodes.NO_GRADIENT,
                    "optimiser.learningRate",
                    "the training diverged: " + diverged.getMessage(),
                    "a smaller learning rate or a longer warm-up",
                    diverged);
        }
    }

    private ModelReady publish(
            TrainRequest request, Job job, PinnedDataset dataset, Split split, Training.Result result, double seconds)
            throws IOException {
        Model model = result.model();
        Artifact modelFile = store.put(job.artifactKey("model.zip"), Model.CONTENT_TYPE, model::write);
        Artifact tracks =
                store.put(job.artifactKey("tracks.jsonl"), TrackList.CONTENT_TYPE, out -> TrackList.write(split, out));
        LearningCurves curves = result.curves();
        return ModelReady.newBuilder()
                .setName(request.getModel())
                .setTrainId(job.id())
                .setModel(modelFile)
                .setFeatures(request.getFeatures())
                .setArchitecture(request.getArchitecture())
                .setLabels(dataset.labels())
                .setAnalysis(dataset.analysis())
                .setMetrics(metrics(result, seconds))
                .setCurves(arrays.writeTable(
                        job.artifactKey("curves.npy"), curves.rows(), LearningCurves.COLUMNS, "steps"))
                .setTracks(tracks)
                .setRequest(request)
                .build();
    }

    private static Metrics metrics(Training.Result result, double seconds) {
        Evaluation validation = result.validation();
        boolean validated = validation.tracks() > 0;
        return Metrics.newBuilder()
                .setTrainTracks(result.training().tracks())
                .setValidationTracks(validation.tracks())
                .setValidationSegments(validation.segments())
                .setTrainAccuracy(result.training().trackAccuracy())
                .setSegmentAccuracy(validated ? validation.segmentAccuracy() : null)
                .setTrackAccuracy(validated ? validation.trackAccuracy() : null)
                .setConfusion(Arrays.stream(validation.confusion())
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList())
                .setFinalLoss(result.curves().finalLoss())
                .setSeconds(seconds)
                .build();
    }
}
