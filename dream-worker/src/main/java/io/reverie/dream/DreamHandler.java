package io.reverie.dream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.dream.engine.DreamEngine;
import io.reverie.dream.engine.DreamItem;
import io.reverie.dream.engine.DreamSettings;
import io.reverie.dream.engine.Dreamed;
import io.reverie.dream.engine.DreamedSpectrogram;
import io.reverie.dream.engine.NoGradientException;
import io.reverie.dream.engine.Objective;
import io.reverie.network.SourceSpectrogram;
import io.reverie.network.SpectrogramKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.Stage;
import io.reverie.schemas.Way;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;
import io.reverie.worker.SideWork;
import io.reverie.worker.Stopwatch;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.PhaseIterations;
import org.jboss.logging.Logger;

/**
 * From a dream request to a dreamed spectrogram. Several requests may be in work at once: each reads, bounds and writes by
 * itself; {@link DreamQueue} lets one thread at a time dream, for all that agree.
 */
@ApplicationScoped
class DreamHandler implements JobHandler<DreamRequest, DreamReady> {

    private static final Logger LOG = Logger.getLogger(DreamHandler.class);
    private static final String INPUT = "input";
    private static final String GUIDE = "guide";

    /** Windows that are run as a batch, or as many as dreams are in it. */
    private static final int WINDOWS_TOGETHER = 4;

    private static final long BYTES_PER_MEGABYTE = 1 << 20;

    private final ArtifactStore store;
    private final ArrayArtifacts arrays;
    private final InputReader inputs;
    private final ModelTable table;
    private final Device device;
    private final ProgressSink progress;
    private final DreamLimits limits;
    private final PhaseIterations phaseIterations;
    private final DreamQueue<PreparedDream, Dreamed> queue;
    private ModelCache cache;

    DreamHandler(
            ArtifactStore store,
            ArrayArtifacts arrays,
            InputReader inputs,
            ModelTable table,
            Device device,
            ProgressSink progress,
            DreamLimits limits,
            PhaseIterations phaseIterations) {
        this.store = store;
        this.arrays = arrays;
        this.inputs = inputs;
        this.table = table;
        this.device = device;
        this.progress = progress;
        this.limits = limits;
        this.phaseIterations = phaseIterations;
        this.queue = new DreamQueue<>(Math.max(limits.batch(), limits.bulkBatch()), DreamHandler::dream);
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
        return "dream-4";
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
        DreamRequestRules.check(request, limits, phaseIterations);
        SortedMap<String, String> pins = new TreeMap<>(RequestedModels.pin(request, table.models()));
        pins.put(INPUT, inputs.identity(request));
        if (request.getObjective().getGuide() != null) {
            pins.put(GUIDE, inputs.guideIdentity(request));
        }
        return pins;
    }

    @Override
    public DreamReady execute(DreamRequest request, Job job) throws IOException {
        try (ModelCache.Use models = cache().use()) {
            return execute(request, job, models);
        }
    }

    private DreamReady execute(DreamRequest request, Job job, ModelCache.Use using) throws IOException {
        Stopwatch stopwatch = new Stopwatch();
        PreparedDream prepared = prepare(request, job, using);
        List<ModelReference> judges = new ArrayList<>();
        for (PinnedModel judge : RequestedModels.judges(request, job.inputs())) {
            judges.add(cache().reference(judge, "judges"));
        }
        DistanceBound bound = bound(request, prepared);
        stopwatch.lap("prepare");

        DreamQueue.Finished<Dreamed> finished = queue.dream(prepared, prepared.company(), job);
        Dreamed dreamed = dreamed(finished.result());
        stopwatch.lap("dream");
        DreamReady.Builder ready = ready(request, job, prepared, judges);
        DreamArtifacts artifacts = new DreamArtifacts(store, arrays);
        try (SideWork<DreamArtifacts.Account> account =
                SideWork.start(() -> artifacts.writeAccount(job, prepared, dreamed))) {
            float[] state = dreamed.state();
            if (bound != null) {
                DistanceBound.Kept kept = bound.keep(state);
                state = kept.state();
                LOG.infof("job=%s moved to %.3f of itself to keep the largest distance", job.id(), kept.factor());
                stopwatch.lap("bound");
            }
            DreamedSpectrogram result =
                    prepared.way().spectrogram(prepared.input().spectrogram(), state);
            stopwatch.lap("apply");
            try (SideWork<ArrayArtifact> spectrogram = SideWork.start(() -> artifacts.writeSpectrogram(job, result))) {
                ready.setHeard(heard(prepared, result));
                stopwatch.lap("hear");
                DreamArtifacts.describe(account.result(), spectrogram.result(), prepared, result, ready);
            }
        }
        stopwatch.lap("write");
        SortedMap<String, Double> seconds = new TreeMap<>(stopwatch.seconds());
        dreamed.seconds().forEach((stage, value) -> seconds.put("dream." + stage, value));
        LOG.infof("job=%s dreams=%d seconds=%s", job.id(), finished.together(), seconds);
        return ready.setSecondsByStage(seconds).build();
    }

    /** The event without what the dream became. */
    private DreamReady.Builder ready(
            DreamRequest request, Job job, PreparedDream prepared, List<ModelReference> judges) {
        int samples = prepared.input().samples().length;
        return DreamReady.newBuilder()
                .setDreamId(job.id())
                .setSeconds((double) samples / prepared.ground().stft().sampleRate())
                .setSamples(samples)
                .setModels(references(prepared.pinned(), prepared.models()))
                .setJudges(judges)
                .setEngine(device.fingerprint())
                .setRequest(request);
    }

    @PreDestroy
    void close() {
        ModelCache models;
        synchronized (this) {
            models = cache;
        }
        if (models != null) {
            models.close();
        }
    }

    private synchronized ModelCache cache() {
        if (cache == null) {
            cache = new ModelCache(store, device.compiler(), limits);
        }
        return cache;
    }

    private PreparedDream prepare(DreamRequest request, Job job, ModelCache.Use using) throws IOException {
        DreamSettings settings = DreamRequestRules.check(request, limits, phaseIterations);
        List<PinnedModel> pinned = RequestedModels.models(request, job.inputs());
        List<ModelCache.Loaded> models = new ArrayList<>();
        for (PinnedModel model : pinned) {
            models.add(using.get(model, "models"));
        }
        Ground ground = Ground.of(request, models);
        float[] guide = inputs.guide(request, job.inputs().get(GUIDE), ground.stft());
        // A guide is heard by a plan that dreams run too.
        List<Objective> objectives = guide == null
                ? Objectives.of(request, models, null)
                : queue.moment(() -> Objectives.of(request, models, guide), job);
        DreamInput input = inputs.read(request, job.input(INPUT), ground.stft());
        checkPicture(request, models.get(0), input, ground);
        checkSnapshots(settings, ground.mel().bands(), input.spectrogram().frames());
        DreamItem item = new DreamItem(
                input.spectrogram(),
                objectives,
                request.getSeed(),
                new ProgressReports(request, job, ground.labels(), progress, System::nanoTime));
        return new PreparedDream(request, settings, pinned, models, ground, input, ground.way(request, models), item);
    }

    /** Dreams that agree, through the models of the first. */
    private static List<Dreamed> dream(List<PreparedDream> dreams) {
        PreparedDream first = dreams.get(0);
        DreamEngine engine = new DreamEngine(
                first.way(),
                first.ground().segmentFrames(),
                first.ground().networks(first.request(), first.models()),
                Math.max(WINDOWS_TOGETHER, dreams.size()));
        return engine.dream(dreams.stream().map(PreparedDream::item).toList(), first.settings());
    }

    private static Dreamed dreamed(Dreamed dreamed) {
        try {
            return dreamed.orThrow();
        } catch (NoGradientException e) {
            throw new JobRejectedException(FailureCodes.NO_GRADIENT, null, e.getMessage(), null, e);
        }
    }

    /** What the first model hears in the dreamed spectrogram itself. */
    private static Map<String, Double> heard(PreparedDream prepared, DreamedSpectrogram dreamed) {
        ModelCache.Loaded first = prepared.models().get(0);
        SourceSpectrogram source;
        if (dreamed.mel() != null) {
            source = SourceSpectrogram.of(dreamed.mel());
        } else if (first.model().description().featureKind().source() == SpectrogramKind.MEL) {
            source = SourceSpectrogram.of(prepared.ground().filters().apply(dreamed.stft()));
        } else {
            source = SourceSpectrogram.of(dreamed.stft());
        }
        double[] probabilities = first.probabilities(source);
        Map<String, Double> heard = new TreeMap<>();
        for (int label = 0; label < probabilities.length; label++) {
            heard.put(prepared.ground().labels().get(label), probabilities[label]);
        }
        return heard;
    }

    private static DistanceBound bound(DreamRequest request, PreparedDream prepared) {
        DreamInput input = prepared.input();
        OptionalDouble largest = DreamRequestRules.largestDistanceDb(request);
        if (largest.isEmpty()) {
            return null;
        }
        if (request.getMaxDistanceDb() == null) {
            return DistanceBound.fromNoiseBed(largest.getAsDouble(), input, prepared.way(), prepared.ground());
        }
        DistanceBound bound =
                DistanceBound.fromInput(request.getMaxDistanceDb(), input, prepared.way(), prepared.ground());
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

    /** Pictures of an STFT take the most memory of all ways. */
    private void checkPicture(DreamRequest request, ModelCache.Loaded model, DreamInput input, Ground ground) {
        double seconds = (double) input.samples().length / ground.stft().sampleRate();
        boolean ofStft = model.model().description().featureKind().source() == SpectrogramKind.STFT;
        if (request.getWay() == Way.IMAGE && ofStft && seconds > limits.longestPictureSeconds()) {
            throw JobRejectedException.invalidValue(
                    INPUT,
                    seconds + " s long",
                    "at most " + limits.longestPictureSeconds()
                            + " s for pictures of an STFT (reverie.dream.longest-picture-seconds)");
        }
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
                            + " frames, or 0 for none (reverie.dream.largest-snapshots-megabytes)");
        }
    }

    private static List<ModelReference> references(List<PinnedModel> pinned, List<ModelCache.Loaded> models) {
        List<ModelReference> references = new ArrayList<>();
        for (int i = 0; i < pinned.size(); i++) {
            references.add(models.get(i).reference(pinned.get(i)));
        }
        return references;
    }
}
