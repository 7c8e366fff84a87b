package io.reverie.dream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.Resampler;
import io.reverie.audio.StftParameters;
import io.reverie.network.SourceSpectrogram;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.Stage;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.EventArtifacts;
import io.reverie.worker.Job;
import io.reverie.worker.JobHandler;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;
import io.reverie.worker.SideWork;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.AudioInputs;
import org.jboss.logging.Logger;

/**
 * From a finished recording to what networks hear in it: the WAV is read back from the store and analysed from nothing,
 * and so is the input. It has models of its own, so that a long dream does not hold scores up.
 */
@ApplicationScoped
class ScoreHandler implements JobHandler<RecordingReady, DreamScored> {

    private static final Logger LOG = Logger.getLogger(ScoreHandler.class);
    private static final String WAV = "wav";
    private static final String DREAM = "dream";
    private static final double SMALLEST_ENERGY = 1e-20;

    private final ArtifactStore store;
    private final AudioInputs audio;
    private final Device device;
    private final DreamLimits limits;
    private ModelCache cache;

    ScoreHandler(ArtifactStore store, AudioInputs audio, Device device, DreamLimits limits) {
        this.store = store;
        this.audio = audio;
        this.device = device;
        this.limits = limits;
    }

    @Override
    public Stage stage() {
        return Stage.SCORE;
    }

    @Override
    public String prefix() {
        return "scores";
    }

    @Override
    public String algorithmVersion() {
        return "score-3";
    }

    @Override
    public Class<RecordingReady> requestType() {
        return RecordingReady.class;
    }

    @Override
    public Class<DreamScored> resultType() {
        return DreamScored.class;
    }

    @Override
    public String jobId(RecordingReady request) {
        return Names.check(request.getDreamId(), "dreamId");
    }

    @Override
    public String key(DreamScored result) {
        return result.getDreamId();
    }

    /** The recording without what was measured on the way; the dream by its key, for its event tells how long it took. */
    @Override
    public RecordingReady identity(RecordingReady recording) {
        return RecordingReady.newBuilder(recording)
                .setPictures(List.of())
                .setSpectralConvergenceDb(0)
                .setPeak(0)
                .setDream(Artifact.newBuilder(recording.getDream())
                        .setSha256("")
                        .setBytes(0)
                        .build())
                .build();
    }

    @Override
    public SortedMap<String, String> inputs(RecordingReady recording) {
        double gain = recording.getGain();
        if (!(gain > 0 && Double.isFinite(gain))) {
            throw JobRejectedException.invalidValue("gain", gain, "above 0");
        }
        return new TreeMap<>(Map.of(
                WAV, recording.getWav().getSha256(), DREAM, recording.getDream().getSha256()));
    }

    @Override
    public synchronized DreamScored execute(RecordingReady recording, Job job) throws IOException {
        DreamReady dream = dream(recording, job.input(DREAM));
        Sounds sounds = new Sounds(audio, dream.getAudio(), recording.getWav());
        List<ModelScore> scores = new ArrayList<>();
        String target = dream.getRequest().getObjective().getTarget();
        boolean success = !target.isEmpty();
        for (ModelReference model : dream.getModels()) {
            job.checkActive();
            ModelScore score = score(model, false, sounds);
            success &= score.getHeardAfter().equals(target);
            scores.add(score);
        }
        for (ModelReference judge : dream.getJudges()) {
            job.checkActive();
            scores.add(score(judge, true, sounds));
        }
        Comparison comparison = compare(recording.getGain(), dream, sounds);
        LOG.infof(
                "job=%s target=%s heard=%s success=%s distance=%.1f dB",
                job.id(), target, scores.get(0).getHeardAfter(), success, comparison.distanceDb());
        return DreamScored.newBuilder()
                .setControl(
                        dream.getRequest().getControl() ? control(dream, comparison.distanceDb(), sounds, job) : null)
                .setDreamId(recording.getDreamId())
                .setTarget(target)
                .setSuccess(success)
                .setScores(scores)
                .setLogSpectralDistanceDb(comparison.distanceDb())
                .setEnergyChangeDb(comparison.energyChangeDb())
                .setRecording(recording.getWav())
                .build();
    }

    private io.reverie.schemas.Control control(DreamReady dream, double distanceDb, Sounds sounds, Job job)
            throws IOException {
        StftParameters parameters = Analyses.stft(dream.getAnalysis(), "dream.analysis");
        float[] input = sounds.at(parameters.sampleRate()).before().samples();
        Control.Sound sound =
                new Control(input, parameters, dream.getRequest().getSeed(), job::checkActive).at(distanceDb);
        List<ModelScore> scores = new ArrayList<>();
        for (ModelReference model : dream.getModels()) {
            job.checkActive();
            scores.add(score(model, false, sounds, sound.samples(), parameters.sampleRate()));
        }
        for (ModelReference judge : dream.getJudges()) {
            job.checkActive();
            scores.add(score(judge, true, sounds, sound.samples(), parameters.sampleRate()));
        }
        return io.reverie.schemas.Control.newBuilder()
                .setLogSpectralDistanceDb(sound.distanceDb())
                .setScores(scores)
                .build();
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

    private DreamReady dream(RecordingReady recording, String sha256) throws IOException {
        Artifact pinned =
                Artifact.newBuilder(recording.getDream()).setSha256(sha256).build();
        DreamReady dream = EventArtifacts.read(store, pinned, DREAM, DreamReady.class);
        if (dream.getModels().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    DREAM + ".models", "empty", "at least one model that was dreamed through");
        }
        return dream;
    }

    private ModelScore score(ModelReference reference, boolean judge, Sounds sounds) throws IOException {
        ModelCache.Loaded model = model(reference, judge);
        Sounds.Pair pair = sounds.at(model.model().description().stft().sampleRate());
        return score(reference, judge, model, pair.before(), pair.after());
    }

    /** What a model hears in other sound than the recording. */
    private ModelScore score(ModelReference reference, boolean judge, Sounds sounds, float[] after, int sampleRate)
            throws IOException {
        ModelCache.Loaded model = model(reference, judge);
        int modelRate = model.model().description().stft().sampleRate();
        return score(
                reference,
                judge,
                model,
                sounds.at(modelRate).before(),
                new AnalysedSound(Resampler.resample(after, sampleRate, modelRate)));
    }

    private ModelCache.Loaded model(ModelReference reference, boolean judge) throws IOException {
        return cache().get(
                        new PinnedModel(
                                reference.getName(),
                                reference.getArtifact().getSha256(),
                                reference.getArtifact().getKey()),
                        judge ? "judges" : "models");
    }

    private static ModelScore score(
            ModelReference reference,
            boolean judge,
            ModelCache.Loaded model,
            AnalysedSound soundBefore,
            AnalysedSound soundAfter)
            throws IOException {
        List<String> labels = model.model().description().labels();
        if (soundBefore.isLong() || soundAfter.isLong()) {
            return score(
                    reference,
                    judge,
                    labels,
                    hear(model, analysed(model, soundBefore, Sounds.BEFORE), Sounds.BEFORE),
                    hear(model, analysed(model, soundAfter, Sounds.AFTER), Sounds.AFTER));
        }
        try (SideWork<SourceSpectrogram> analysis = SideWork.start(() -> analysed(model, soundAfter, Sounds.AFTER))) {
            double[] before = hear(model, analysed(model, soundBefore, Sounds.BEFORE), Sounds.BEFORE);
            return score(reference, judge, labels, before, hear(model, analysis.result(), Sounds.AFTER));
        }
    }

    private static ModelScore score(
            ModelReference reference, boolean judge, List<String> labels, double[] before, double[] after) {
        return ModelScore.newBuilder()
                .setModel(reference)
                .setJudge(judge)
                .setHeardBefore(labels.get(mostProbable(before)))
                .setHeardAfter(labels.get(mostProbable(after)))
                .setBefore(byLabel(labels, before))
                .setAfter(byLabel(labels, after))
                .build();
    }

    private static SourceSpectrogram analysed(ModelCache.Loaded model, AnalysedSound sound, String field) {
        try {
            return sound.heardBy(model.model().description());
        } catch (IllegalArgumentException e) {
            throw unheard(field, e);
        }
    }

    private static double[] hear(ModelCache.Loaded model, SourceSpectrogram sound, String field) {
        try {
            return model.classifier().probabilities(sound);
        } catch (IllegalArgumentException e) {
            throw unheard(field, e);
        }
    }

    private static JobRejectedException unheard(String field, IllegalArgumentException problem) {
        return JobRejectedException.invalidValue(field, problem.getMessage(), "audio that the model can hear");
    }

    private static Comparison compare(double gain, DreamReady dream, Sounds sounds) throws IOException {
        StftParameters parameters = Analyses.stft(dream.getAnalysis(), "dream.analysis");
        Sounds.Pair pair = sounds.at(parameters.sampleRate());
        AnalysedSound before = pair.before();
        AnalysedSound after = pair.after();
        int samples = Math.min(before.samples().length, after.samples().length);
        if (samples < parameters.minimumSamples()) {
            throw JobRejectedException.invalidValue(
                    Sounds.AFTER, samples + " samples long", "at least " + parameters.minimumSamples() + " samples");
        }
        if (before.samples().length != after.samples().length) {
            before = new AnalysedSound(Arrays.copyOf(before.samples(), samples));
            after = new AnalysedSound(Arrays.copyOf(after.samples(), samples));
        }
        double distance = LogSpectralDistance.decibels(
                after.stft(parameters).power(), before.stft(parameters).power(), parameters.bins());
        double rise = 10 * Math.log10(energy(after.samples()) / energy(before.samples()));
        return new Comparison(distance, rise - 20 * Math.log10(gain));
    }

    private static double energy(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.max(sum, SMALLEST_ENERGY);
    }

    private static int mostProbable(double[] probabilities) {
        int best = 0;
        for (int label = 1; label < probabilities.length; label++) {
            best = probabilities[label] > probabilities[best] ? label : best;
        }
        return best;
    }

    private static Map<String, Double> byLabel(List<String> labels, double[] probabilities) {
        Map<String, Double> byLabel = new HashMap<>();
        for (int label = 0; label < probabilities.length; label++) {
            byLabel.put(labels.get(label), probabilities[label]);
        }
        return byLabel;
    }

    /** How far the recording is from the input. */
    private record Comparison(double distanceDb, double energyChangeDb) {}
}
