package io.reverie.dream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelParameters;
import io.reverie.audio.NpyArray;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.dream.engine.DreamEngine;
import io.reverie.dream.engine.DreamSettings;
import io.reverie.dream.engine.Dreamed;
import io.reverie.dream.engine.DreamingNetwork;
import io.reverie.dream.engine.MelGainMask;
import io.reverie.dream.engine.NoGradientException;
import io.reverie.dream.engine.Objective;
import io.reverie.network.ModelDescription;
import io.reverie.network.SpectrogramKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.Stage;
import io.reverie.schemas.SweepSource;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;
import io.reverie.worker.Stopwatch;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import org.jboss.logging.Logger;

/** From a dream request to a dreamed spectrogram. One dream at a time. */
@ApplicationScoped
class DreamHandler implements JobHandler<DreamRequest, DreamReady> {

    private static final Logger LOG = Logger.getLogger(DreamHandler.class);
    private static final String INPUT = "input";
    private static final int COLUMNS_BEFORE_LABELS = 4;
    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    private final ArtifactStore store;
    private final ArrayArtifacts arrays;
    private final InputReader inputs;
    private final ModelTable table;
    private final Device device;
    private final ProgressSink progress;
    private final DreamLimits limits;
    private ModelCache cache;

    DreamHandler(
            ArtifactStore store,
            ArrayArtifacts arrays,
            InputReader inputs,
            ModelTable table,
            Device device,
            ProgressSink progress,
            DreamLimits limits) {
        this.store = store;
        this.arrays = arrays;
        this.inputs = inputs;
        this.table = table;
        this.device = device;
        this.progress = progress;
        this.limits = limits;
    }

    @Override
    public Stage stage() {
        return Stage.DREAM;
    }

    @Override
    public String prefix() {
        return "dreams";
    }

    @Override
    public String algorithmVersion() {
        return "dream-2";
    }

    @Override
    public Class<DreamRequest> requestType() {
        return DreamRequest.class;
    }

    @Override
    public Class<DreamReady> resultType() {
        return DreamReady.class;
    }

    @Override
    public String jobId(DreamRequest request) {
        return Names.check(request.getDreamId(), "dreamId");
    }

    @Override
    public String key(DreamReady result) {
        return result.getDreamId();
    }

    @Override
    public SortedMap<String, String> inputs(DreamRequest request) throws IOException {
        DreamRequestRules.check(request, limits);
        SortedMap<String, String> pins = new TreeMap<>(RequestedModels.pin(request, table.models()));
        pins.put(INPUT, inputs.identity(request));
        return pins;
    }

    @Override
    public synchronized DreamReady execute(DreamRequest request, Job job) throws IOException {
        Stopwatch stopwatch = new Stopwatch();
        DreamSettings settings = DreamRequestRules.check(request, limits);
        List<PinnedModel> pinned = RequestedModels.models(request, job.inputs());
        List<ModelCache.Loaded> models = new ArrayList<>();
        for (PinnedModel model : pinned) {
            models.add(cache().get(model, "models"));
        }
        List<ModelReference> judges = new ArrayList<>();
        for (PinnedModel judge : RequestedModels.judges(request, job.inputs())) {
            judges.add(cache().reference(judge, "judges"));
        }
        Ground ground = ground(request, models);
        stopwatch.lap("models");

        DreamInput input = inputs.read(request, job.input(INPUT), ground.stft());
        checkSnapshots(settings, ground.mel().bands(), input.spectrogram().frames());
        MelGainMask mask = new MelGainMask(new MelFilterBank(ground.stft(), ground.mel()));
        DistanceBound bound = bound(request, input, mask, ground);
        stopwatch.lap("input");

        Dreamed dreamed = dream(request, job, settings, models, ground, input, mask);
        stopwatch.lap("dream");
        if (bound != null) {
            double factor = bound.keep(dreamed.gains());
            LOG.infof("job=%s gains scaled by %.3f to keep the largest distance", job.id(), factor);
            stopwatch.lap("bound");
        }
        ComplexSpectrogram result = mask.apply(input.spectrogram(), dreamed.gains());
        stopwatch.lap("mask");

        DreamReady.Builder ready = DreamReady.newBuilder()
                .setDreamId(job.id())
                .setDreamed(arrays.write(job.artifactKey("dreamed.npy"), result))
                .setAnalysis(Analyses.of(ground.stft()))
                .setSeconds((double) input.samples().length / ground.stft().sampleRate())
                .setSamples(input.samples().length)
                .setAudio(writeInput(job, input, ground))
                .setModels(references(pinned, models))
                .setJudges(judges)
                .setTrajectory(arrays.writeTable(
                        job.artifactKey("trajectory.npy"),
                        dreamed.trajectory(),
                        COLUMNS_BEFORE_LABELS + ground.labels().size(),
                        "rows"))
                .setSnapshots(snapshots(job, dreamed, mask.bands(), result.frames()))
                .setSnapshotAnalysis(dreamed.snapshots().isEmpty() ? null : Analyses.of(ground.stft(), ground.mel()))
                .setEngine(device.fingerprint())
                .setRequest(request);
        stopwatch.lap("write");
        SortedMap<String, Double> seconds = new TreeMap<>(stopwatch.seconds());
        dreamed.seconds().forEach((stage, value) -> seconds.put("dream." + stage, value));
        LOG.infof("job=%s seconds=%s", job.id(), seconds);
        return ready.setSecondsByStage(seconds).build();
    }

    @PreDestroy
    synchronized void close() {
        if (cache != null) {
            cache.close();
        }
    }

    private ModelCache cache() {
        if (cache == null) {
            cache = new ModelCache(store, device.compiler(), limits);
        }
        return cache;
    }

    private Dreamed dream(
            DreamRequest request,
            Job job,
            DreamSettings settings,
            List<ModelCache.Loaded> models,
            Ground ground,
            DreamInput input,
            MelGainMask mask) {
        List<DreamingNetwork> networks = models.stream()
                .map(model -> new DreamingNetwork(
                        objective(request, model.model().description().labels()),
                        model.model().description().transform(),
                        model.model().description().standardisation(),
                        model::plan))
                .toList();
        DreamEngine engine = new DreamEngine(mask, ground.segmentFrames(), networks);
        try {
            return engine.dream(
                    input.spectrogram(),
                    settings,
                    new ProgressReports(request, job, ground.labels(), progress, System::nanoTime));
        } catch (NoGradientException e) {
            throw new JobRejectedException(FailureCodes.NO_GRADIENT, null, e.getMessage(), null, e);
        }
    }

    private static Objective objective(DreamRequest request, List<String> labels) {
        int[] against = request.getObjective().getAgainst().stream()
                .mapToInt(labels::indexOf)
                .toArray();
        try {
            return new Objective(
                    request.getObjective().getKind(),
                    labels.indexOf(request.getObjective().getTarget()),
                    against,
                    labels.size());
        } catch (IllegalArgumentException e) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_LABEL, "objective", e.getMessage(), String.join(", ", labels), e);
        }
    }

    /**
     * What the dream is made of: the STFT and segments that all networks share, and the bands of the gains, those of the
     * mel spectrogram that networks hear, or the default ones where every network hears an STFT.
     */
    private static Ground ground(DreamRequest request, List<ModelCache.Loaded> models) {
        List<ModelDescription> descriptions =
                models.stream().map(model -> model.model().description()).toList();
        ModelDescription first = descriptions.get(0);
        MelParameters mel = descriptions.stream()
                .filter(DreamHandler::hearsMel)
                .map(ModelDescription::mel)
                .findFirst()
                .orElse(MelParameters.defaults());
        for (ModelDescription other : descriptions) {
            if (!other.stft().equals(first.stft())
                    || hearsMel(other) && !other.mel().equals(mel)
                    || other.segmentFrames() != first.segmentFrames()) {
                throw JobRejectedException.notSupported(
                        "models",
                        request.getModels(),
                        "models of one analysis (" + first.stft() + ", " + mel + ", " + first.segmentFrames()
                                + " frames)");
            }
        }
        return new Ground(first.stft(), mel, first.segmentFrames(), first.labels());
    }

    /**
     * What a dream is made of.
     *
     * @param stft of the spectrogram
     * @param mel bands of the gains
     * @param segmentFrames frames that a network hears at once
     * @param labels of the first network, whose probabilities are reported
     */
    private record Ground(StftParameters stft, MelParameters mel, int segmentFrames, List<String> labels) {}

    private static boolean hearsMel(ModelDescription description) {
        return description.transform().kind().source() == SpectrogramKind.MEL;
    }

    private static DistanceBound bound(DreamRequest request, DreamInput input, MelGainMask mask, Ground ground) {
        if (request.getMaxDistanceDb() == null) {
            // A sweep is there to show what a network believes the target to be, not to stay itself.
            return request.getInput() instanceof SweepSource
                    ? null
                    : DistanceBound.fromNoiseBed(DreamPreset.of(request).maxDistanceDb(), input, mask, ground.stft());
        }
        DistanceBound bound = DistanceBound.fromInput(request.getMaxDistanceDb(), input, mask, ground.stft());
        double ofNoiseBed = bound.ofNoiseBedDb();
        if (ofNoiseBed > request.getMaxDistanceDb()) {
            throw JobRejectedException.invalidValue(
                    "maxDistanceDb",
                    request.getMaxDistanceDb(),
                    String.format(
                            java.util.Locale.ROOT,
                            "above %.2f, which the noise bed of %.0f dB takes by itself, or a lower"
                                    + " regularisers.noiseBedDb",
                            ofNoiseBed,
                            DreamRequestRules.noiseBedDb(request)));
        }
        return bound;
    }

    private void checkSnapshots(DreamSettings settings, int bands, int frames) {
        long bytes = (long) Float.BYTES * bands * frames * settings.snapshots();
        long allowed = limits.largestSnapshotsMegabytes() * BYTES_PER_MEGABYTE;
        if (bytes > Math.min(allowed, Integer.MAX_VALUE)) {
            long most = allowed / ((long) Float.BYTES * bands * frames);
            throw JobRejectedException.invalidValue(
                    "snapshotIterations",
                    settings.snapshotIterations(),
                    "at least " + (settings.iterations() / (most + 1) + 1) + " for an input of " + frames
                            + " frames, or 0 for none");
        }
    }

    private Artifact writeInput(Job job, DreamInput input, Ground ground) throws IOException {
        return store.put(
                job.artifactKey("input.wav"),
                "audio/wav",
                out -> WavFile.write16(out, input.samples(), ground.stft().sampleRate()));
    }

    private static List<ModelReference> references(List<PinnedModel> pinned, List<ModelCache.Loaded> models) {
        List<ModelReference> references = new ArrayList<>();
        for (int i = 0; i < pinned.size(); i++) {
            references.add(models.get(i).reference(pinned.get(i)));
        }
        return references;
    }

    /** [snapshots, bands, frames]; in Fortran order snapshots move fastest, then bands. */
    private ArrayArtifact snapshots(Job job, Dreamed dreamed, int bands, int frames) throws IOException {
        List<float[]> snapshots = dreamed.snapshots();
        if (snapshots.isEmpty()) {
            return null;
        }
        float[] values = new float[snapshots.size() * bands * frames];
        for (int snapshot = 0; snapshot < snapshots.size(); snapshot++) {
            float[] gains = snapshots.get(snapshot);
            for (int i = 0; i < gains.length; i++) {
                values[i * snapshots.size() + snapshot] = gains[i];
            }
        }
        return arrays.write(
                job.artifactKey("snapshots.npy"),
                NpyArray.of(values, true, snapshots.size(), bands, frames),
                List.of("snapshots", "bands", "frames"));
    }
}
