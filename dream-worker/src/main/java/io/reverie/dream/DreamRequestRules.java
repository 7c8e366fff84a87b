package io.reverie.dream;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

import io.reverie.dream.engine.DreamSettings;
import io.reverie.dream.engine.RegulariserSettings;
import io.reverie.dream.engine.SettingException;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Reconstruction;
import io.reverie.schemas.Regularisers;
import io.reverie.schemas.SpectrogramInput;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.Way;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;
import io.reverie.worker.signal.PhaseIterations;
import io.reverie.worker.signal.ReconstructionLimits;

/** What a request may ask for, as far as it can be told from the request alone; resolves its defaults. */
public final class DreamRequestRules {

    /** Most models, and most judges, of a request. */
    static final int MOST_MODELS = 8;

    private static final String PHASE_ITERATIONS = "reconstruction.iterations";
    private static final double NOISE_BED_DB = -60;
    /** Between the partials of a sweep there is nothing that a gain could raise. */
    private static final double SWEEP_NOISE_BED_DB = -30;

    private static final double LOWEST_NOISE_BED_DB = -120;
    private static final double SHORTEST_PROGRESS_SECONDS = 0.1;
    private static final double LONGEST_PROGRESS_SECONDS = 3600;

    private DreamRequestRules() {}

    /**
     * Makes sure of all that no limit of a worker bears on, as the worker will do.
     *
     * @throws JobRejectedException naming the field and what is allowed
     */
    public static void require(DreamRequest request) {
        checkAlone(request);
    }

    /**
     * Checks a request.
     *
     * @return its settings, every default resolved
     * @throws JobRejectedException naming the field and what is allowed
     */
    static DreamSettings check(DreamRequest request, DreamLimits limits, PhaseIterations phaseIterations) {
        DreamSettings settings = checkAlone(request);
        phaseIterations.require(request.getReconstruction().getIterations(), PHASE_ITERATIONS);
        if (settings.iterations() > limits.mostIterations()) {
            throw JobRejectedException.invalidValue(
                    "iterations",
                    settings.iterations(),
                    "1 to " + limits.mostIterations() + " (reverie.dream.most-iterations)");
        }
        return settings;
    }

    /** Whether an objective is that a label be heard. */
    public static boolean raisesLabels(ObjectiveKind objective) {
        return Objectives.namesLabels(objective);
    }

    /** The log-spectral distance that a dream keeps within, in dB; empty where it has no bound. */
    public static OptionalDouble largestDistanceDb(DreamRequest request) {
        if (request.getMaxDistanceDb() != null) {
            return OptionalDouble.of(request.getMaxDistanceDb());
        }
        // A sweep is there to show what a network believes the target to be, not to stay itself.
        double ofPreset = DreamPreset.of(request).maxDistanceDb();
        return request.getInput() instanceof SweepSource || ofPreset == Double.POSITIVE_INFINITY
                ? OptionalDouble.empty()
                : OptionalDouble.of(ofPreset);
    }

    private static DreamSettings checkAlone(DreamRequest request) {
        Names.check(request.getDreamId(), "dreamId");
        checkNames(request);
        checkObjective(request.getObjective());
        checkReconstruction(request);
        if (request.getInput() instanceof SpectrogramInput input
                && input.getAnalysis().getKind() == AnalysisKind.MEL
                && input.getAudio() == null) {
            throw JobRejectedException.invalidValue(
                    "input.audio", "left out", "the audio that the mel spectrogram was made from: it has no phase");
        }
        checkRange(
                "progressSeconds", request.getProgressSeconds(), SHORTEST_PROGRESS_SECONDS, LONGEST_PROGRESS_SECONDS);
        checkRange("regularisers.noiseBedDb", noiseBedDb(request), LOWEST_NOISE_BED_DB, 0);
        Double maxDistance = request.getMaxDistanceDb();
        if (maxDistance != null && !(maxDistance > 0 && Double.isFinite(maxDistance))) {
            throw JobRejectedException.invalidValue("maxDistanceDb", maxDistance, "above 0, or left out");
        }
        Double stopAt = request.getStopAt();
        if (stopAt != null && !Double.isFinite(stopAt)) {
            throw JobRejectedException.invalidValue("stopAt", stopAt, "a finite number, or left out");
        }
        DreamSettings settings = settings(request);
        if (settings.snapshotIterations() > settings.iterations()) {
            throw JobRejectedException.invalidValue(
                    "snapshotIterations",
                    settings.snapshotIterations(),
                    "0 to " + settings.iterations() + ", the number of iterations");
        }
        return settings;
    }

    /** The noise bed in dB relative to the input's RMS. */
    static double noiseBedDb(DreamRequest request) {
        Double asked = request.getRegularisers().getNoiseBedDb();
        if (asked != null) {
            return asked;
        }
        if (request.getPreset() == Preset.SEED) {
            return LOWEST_NOISE_BED_DB;
        }
        return request.getInput() instanceof SweepSource ? SWEEP_NOISE_BED_DB : NOISE_BED_DB;
    }

    private static DreamSettings settings(DreamRequest request) {
        DreamPreset preset = DreamPreset.of(request);
        try {
            return new DreamSettings(
                    request.getUpdate(),
                    request.getGradient(),
                    given(request.getIterations(), preset.iterations()),
                    given(request.getStep(), preset.step()),
                    regularisers(request),
                    request.getEnergyCapDb(),
                    given(request.getStopAt(), Double.POSITIVE_INFINITY),
                    request.getSnapshotIterations());
        } catch (SettingException e) {
            throw JobRejectedException.invalidValue(e.field(), e.value(), e.allowed());
        }
    }

    private static RegulariserSettings regularisers(DreamRequest request) {
        Regularisers asked = request.getRegularisers();
        boolean given = !asked.equals(
                Regularisers.newBuilder().setNoiseBedDb(asked.getNoiseBedDb()).build());
        if (request.getPreset() == Preset.SEED && !given) {
            return RegulariserSettings.none();
        }
        return new RegulariserSettings(
                asked.getTimeRollFrames(),
                asked.getMelShiftBands(),
                asked.getMasks(),
                asked.getMaskFraction(),
                asked.getBlurBands(),
                asked.getBlurFrames(),
                asked.getOctaves(),
                asked.getClip());
    }

    private static void checkObjective(Objective objective) {
        boolean labels = Objectives.namesLabels(objective.getKind());
        if (labels && objective.getTarget().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    "objective.target", "empty", "a label of the model, for the objective " + objective.getKind());
        }
        if (!labels && !objective.getAgainst().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    "objective.against", objective.getAgainst(), "empty for the objective " + objective.getKind());
        }
        if (labels && !objective.getLayer().isEmpty()) {
            throw JobRejectedException.invalidValue(
                    "objective.layer",
                    "'" + objective.getLayer() + "'",
                    "empty for the objective " + objective.getKind());
        }
        int channel = objective.getChannel();
        boolean ofChannel = objective.getKind() == ObjectiveKind.CHANNEL;
        if (channel < 0 || channel > 0 && !ofChannel) {
            throw JobRejectedException.invalidValue(
                    "objective.channel",
                    channel,
                    ofChannel ? "0 or more" : "0 for the objective " + objective.getKind());
        }
        boolean guided = objective.getKind() == ObjectiveKind.GUIDE;
        if (guided != (objective.getGuide() != null)) {
            throw JobRejectedException.invalidValue(
                    "objective.guide",
                    guided ? "left out" : "given",
                    guided
                            ? "a recording for the objective GUIDE"
                            : "left out for the objective " + objective.getKind());
        }
    }

    /** What becomes of the dream afterwards: too late to refuse once it is dreamed. */
    private static void checkReconstruction(DreamRequest request) {
        Reconstruction reconstruction = request.getReconstruction();
        int iterations = reconstruction.getIterations();
        if (iterations < 0 || iterations > ReconstructionLimits.LARGEST_ITERATIONS) {
            throw JobRejectedException.invalidValue(
                    PHASE_ITERATIONS, iterations, "0 to " + ReconstructionLimits.LARGEST_ITERATIONS);
        }
        int bits = reconstruction.getBitsPerSample();
        if (bits != 16 && bits != 24) {
            throw JobRejectedException.invalidValue("reconstruction.bitsPerSample", bits, "16 or 24");
        }
        if (reconstruction.getChannel() != Channel.MEAN && request.getWay() != Way.IMAGE) {
            throw JobRejectedException.invalidValue(
                    "reconstruction.channel",
                    reconstruction.getChannel(),
                    "MEAN for the way " + request.getWay() + ", which dreams no image");
        }
    }

    private static void checkNames(DreamRequest request) {
        List<String> models = request.getModels();
        List<String> judges = request.getJudges();
        if (models.isEmpty() || models.size() > MOST_MODELS || new HashSet<>(models).size() < models.size()) {
            throw JobRejectedException.invalidValue("models", models, "1 to " + MOST_MODELS + " different names");
        }
        if (judges.size() > MOST_MODELS || new HashSet<>(judges).size() < judges.size()) {
            throw JobRejectedException.invalidValue("judges", judges, "at most " + MOST_MODELS + " different names");
        }
        models.forEach(name -> Names.check(name, "models"));
        judges.forEach(name -> Names.check(name, "judges"));
        if (judges.stream().anyMatch(models::contains)) {
            throw JobRejectedException.invalidValue("judges", judges, "models that take no part in the dream");
        }
        String target = request.getObjective().getTarget();
        List<String> against = request.getObjective().getAgainst();
        if (!target.isEmpty() && against.contains(target) || new HashSet<>(against).size() < against.size()) {
            throw JobRejectedException.invalidValue(
                    "objective.against", against, "different labels other than the target '" + target + "'");
        }
    }

    private static void checkRange(String field, double value, double smallest, double largest) {
        if (!(value >= smallest && value <= largest)) {
            throw JobRejectedException.invalidValue(field, value, smallest + " to " + largest);
        }
    }

    private static <T> T given(T asked, T otherwise) {
        return asked == null ? otherwise : asked;
    }
}
