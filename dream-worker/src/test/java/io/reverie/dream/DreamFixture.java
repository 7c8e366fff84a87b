package io.reverie.dream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.network.FeatureKind;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.SpectrogramKind;
import io.reverie.schemas.Architecture;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.Objective;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.BackendConfig;
import io.reverie.worker.EventArtifacts;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.Sha256;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import io.reverie.worker.signal.AudioInputs;
import io.reverie.worker.signal.PhaseIterations;

/** A store with small random models and everything that dreams through them. */
final class DreamFixture {

    static final BackendConfig PROCESSOR = new Backend("cpu", false);

    static final StftParameters STFT = new StftParameters(8000, 256, 256, 64, true, PadMode.REFLECT);
    static final MelParameters MEL = new MelParameters(32, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2);
    static final int SEGMENT_FRAMES = 64;
    static final List<String> LABELS = List.of("calm", "wild", "odd");

    final ArtifactStore store;
    final ArrayArtifacts arrays;
    final AudioInputs audio;
    final SortedMap<String, ModelReady> models = new TreeMap<>();
    final List<DreamProgress> progress = Collections.synchronizedList(new ArrayList<>());
    final DreamHandler dreams;
    final ScoreHandler scores;

    DreamFixture(Path folder) throws IOException {
        this(folder, 1);
    }

    /** A fixture that dreams so many requests together. */
    DreamFixture(Path folder, int batch) throws IOException {
        store = new FolderStore(folder);
        arrays = new ArrayArtifacts(store);
        audio = new AudioInputs(store, 900);
        Device device = new Device(PROCESSOR);
        DreamLimits limits = new Limits(20, 2, 100, 1, 1, batch);
        dreams = new DreamHandler(
                store,
                arrays,
                new InputReader(arrays, audio, limits),
                () -> models,
                device,
                progress::add,
                limits,
                new PhaseIterations(50));
        scores = new ScoreHandler(store, audio, device, limits);
    }

    /** Announces a model with random weights. */
    ModelReady addModel(String name, long seed) throws IOException {
        return addModel(name, seed, STFT);
    }

    ModelReady addModel(String name, long seed, StftParameters stft) throws IOException {
        return addModel(name, seed, stft, Features.LOG_MEL);
    }

    ModelReady addModel(String name, long seed, StftParameters stft, Features features) throws IOException {
        FeatureKind kind = FeatureKind.valueOf(features.name());
        int rows = kind.rows(stft, MEL);
        float[] mean = new float[kind.channels() * rows];
        Arrays.fill(mean, -2);
        float[] deviation = new float[mean.length];
        Arrays.fill(deviation, 2);
        Model model = new Model(
                new ModelDescription(
                        name,
                        kind.text(),
                        SmallNetwork.NAME,
                        LABELS,
                        stft,
                        MEL,
                        SEGMENT_FRAMES,
                        mean,
                        deviation,
                        new TreeMap<>()),
                SmallNetwork.create(new SmallNetworkParameters(
                        kind.channels(),
                        rows,
                        SEGMENT_FRAMES,
                        LABELS.size(),
                        SmallNetworkParameters.DEFAULT_WIDTHS,
                        OptimiserParameters.defaults(1),
                        0,
                        seed)));
        Artifact file = store.put("models/" + name + "-" + seed + ".zip", Model.CONTENT_TYPE, model::write);
        ArrayArtifact nothing = new ArrayArtifact(file, "<f8", List.of(0L, 5L), List.of("steps", "columns"));
        ModelReady ready = ModelReady.newBuilder()
                .setName(name)
                .setTrainId("training")
                .setModel(file)
                .setFeatures(features)
                .setArchitecture(Architecture.SMALL)
                .setLabels(LABELS)
                .setAnalysis(kind.source() == SpectrogramKind.MEL ? Analyses.of(stft, MEL) : Analyses.of(stft))
                .setMetrics(Metrics.newBuilder()
                        .setTrainTracks(1)
                        .setValidationTracks(0)
                        .setValidationSegments(0)
                        .setFinalLoss(0)
                        .setSeconds(0)
                        .build())
                .setCurves(nothing)
                .setTracks(file)
                .setRequest(TrainRequest.newBuilder()
                        .setTrainId("training")
                        .setModel(name)
                        .setDataset("none")
                        .build())
                .build();
        models.put(name, ready);
        return ready;
    }

    /** Stores coloured noise. */
    Artifact addAudio(String key, double seconds) throws IOException {
        return addAudio(key, noise(seconds));
    }

    Artifact addAudio(String key, float[] samples) throws IOException {
        return store.put(key, "audio/wav", out -> WavFile.write16(out, samples, STFT.sampleRate()));
    }

    static float[] noise(double seconds) {
        Random random = new Random(5);
        float[] samples = new float[(int) (seconds * STFT.sampleRate())];
        float last = 0;
        for (int i = 0; i < samples.length; i++) {
            last = (float) (0.7 * last + 0.05 * random.nextGaussian());
            samples[i] = last;
        }
        return samples;
    }

    /** The smallest request. */
    static DreamRequest.Builder request(Object input) {
        return DreamRequest.newBuilder()
                .setDreamId("dream")
                .setInput(input)
                .setModels(List.of("small"))
                .setObjective(Objective.newBuilder().setTarget("wild").build());
    }

    static DreamRequest.Builder request(String key) {
        return request(new AudioSource(key));
    }

    /** The job of a request, its inputs pinned now. */
    Job job(DreamRequest request) throws IOException {
        return new Job("dreams", request.getDreamId(), Sha256.of(request.toString()), dreams.inputs(request));
    }

    DreamReady dream(DreamRequest request) throws IOException {
        return dreams.execute(request, job(request));
    }

    /** What the reconstruct worker makes of a dream. */
    RecordingReady reconstruct(DreamReady dream) throws IOException {
        float[] samples = new Stft(STFT)
                .inverse(arrays.readStft(dream.getDreamed(), "dreamed"), Math.toIntExact(dream.getSamples()));
        WavFile.WrittenWav[] written = new WavFile.WrittenWav[1];
        Artifact wav = store.put(
                "recordings/" + dream.getDreamId() + ".wav",
                "audio/wav",
                out -> written[0] = WavFile.write16(out, samples, STFT.sampleRate()));
        return RecordingReady.newBuilder()
                .setDreamId(dream.getDreamId())
                .setWav(wav)
                .setSampleRate(STFT.sampleRate())
                .setSeconds(dream.getSeconds())
                .setPictures(List.of())
                .setPhaseMethod("known")
                .setIterations(0)
                .setSpectralConvergenceDb(0)
                .setPeak(written[0].peak())
                .setGain(written[0].gain())
                .setDream(EventArtifacts.write(store, "dreams/" + dream.getDreamId() + ".avro", dream))
                .build();
    }

    /** Limits by hand. */
    record Backend(String kind, boolean fallBackToCpu) implements BackendConfig {}

    record Limits(
            int longestSeconds,
            int longestPictureSeconds,
            int mostIterations,
            int largestSnapshotsMegabytes,
            int largestModelMegabytes,
            int batch)
            implements DreamLimits {

        @Override
        public int bulkBatch() {
            return 1;
        }
    }
}
