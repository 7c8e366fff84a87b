package io.reverie.dream;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.Way;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;

/** Resolves the models that a request names, and pins them as inputs of the job. */
final class RequestedModels {

    private static final String MODEL = "model.";
    private static final String JUDGE = "judge.";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private static final Set<Features> PICTURES =
            EnumSet.of(Features.LOG_MEL, Features.MEL, Features.STFT_REAL, Features.STFT_COMPLEX);

    private RequestedModels() {}

    /**
     * Looks the names up.
     *
     * @param known the models that there are
     * @return inputs of the job
     * @throws JobRejectedException unknown-model, unknown-label, unknown-artifact or not-supported
     */
    static SortedMap<String, String> pin(DreamRequest request, Map<String, ModelReady> known) {
        SortedMap<String, String> pins = new TreeMap<>();
        List<ModelReady> dreaming = new ArrayList<>();
        for (String name : request.getModels()) {
            ModelReady model = find(name, "models", known);
            checkLabels(request, model);
            dreaming.add(model);
            pins.put(MODEL + name, pinOf(model, "models"));
        }
        checkAnalyses(request, dreaming);
        if (request.getWay() == Way.IMAGE) {
            checkPicture(request, dreaming);
        }
        for (String name : request.getJudges()) {
            ModelReady judge = find(name, "judges", known);
            checkTarget(request, judge, "judges");
            pins.put(JUDGE + name, pinOf(judge, "judges"));
        }
        return pins;
    }

    /** The dreaming models as they were pinned, in the order of the request. */
    static List<PinnedModel> models(DreamRequest request, Map<String, String> pins) {
        return pinned(request.getModels(), MODEL, pins);
    }

    /** The judges as they were pinned, in the order of the request. */
    static List<PinnedModel> judges(DreamRequest request, Map<String, String> pins) {
        return pinned(request.getJudges(), JUDGE, pins);
    }

    private static List<PinnedModel> pinned(List<String> names, String kind, Map<String, String> pins) {
        return names.stream()
                .map(name -> PinnedModel.of(name, pins.get(kind + name)))
                .toList();
    }

    private static String pinOf(ModelReady model, String field) {
        Artifact file = model.getModel();
        if (!DIGEST.matcher(file.getSha256()).matches()) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    field,
                    "The model '" + model.getName() + "' was announced with '" + file.getSha256()
                            + "' as the SHA-256 of its file",
                    "a model that was announced with 64 lower-case hexadecimal digits; train it again");
        }
        return new PinnedModel(model.getName(), file.getSha256(), file.getKey()).pin();
    }

    private static ModelReady find(String name, String field, Map<String, ModelReady> known) {
        ModelReady model = known.get(name);
        if (model == null) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_MODEL,
                    field,
                    "There is no model '" + name + "'",
                    known.isEmpty() ? "no model has been trained yet" : String.join(", ", known.keySet()));
        }
        return model;
    }

    /** Networks may hear different features, but of one STFT, and of one mel spectrogram where they hear that. */
    private static void checkAnalyses(DreamRequest request, List<ModelReady> models) {
        Analysis first = models.get(0).getAnalysis();
        Analysis mel = models.stream()
                .map(ModelReady::getAnalysis)
                .filter(analysis -> analysis.getKind() == AnalysisKind.MEL)
                .findFirst()
                .orElse(null);
        for (ModelReady model : models) {
            Analysis analysis = model.getAnalysis();
            boolean alike = Analyses.stft(analysis, "models").equals(Analyses.stft(first, "models"))
                    && (analysis.getKind() == AnalysisKind.STFT || analysis.equals(mel));
            if (!alike) {
                throw JobRejectedException.notSupported(
                        "models",
                        request.getModels(),
                        "models of one analysis (" + (mel == null ? first : mel)
                                + "), or of the same STFT where one hears mel features and the other one those of an STFT");
            }
        }
    }

    /** One picture is dreamed: all networks see the same, and the way back from it is known. */
    private static void checkPicture(DreamRequest request, List<ModelReady> models) {
        ModelReady first = models.get(0);
        for (ModelReady model : models) {
            if (!PICTURES.contains(model.getFeatures())
                    || model.getFeatures() != first.getFeatures()
                    || model.getArchitecture() != first.getArchitecture()) {
                throw JobRejectedException.notSupported(
                        "models",
                        model.getName() + ", which hears " + model.getFeatures(),
                        "for the way IMAGE models of one architecture that all hear one of " + PICTURES);
            }
        }
        Channel channel = request.getReconstruction().getChannel();
        if (first.getFeatures() == Features.LOG_MEL && channel != Channel.MEAN) {
            throw JobRejectedException.invalidValue(
                    "reconstruction.channel", channel, "MEAN for features LOG_MEL, whose picture has one channel");
        }
    }

    private static void checkLabels(DreamRequest request, ModelReady model) {
        checkTarget(request, model, "objective.target");
        request.getObjective().getAgainst().forEach(label -> checkLabel(label, "objective.against", model));
    }

    private static void checkTarget(DreamRequest request, ModelReady model, String field) {
        if (!request.getObjective().getTarget().isEmpty()) {
            checkLabel(request.getObjective().getTarget(), field, model);
        }
    }

    private static void checkLabel(String label, String field, ModelReady model) {
        if (!model.getLabels().contains(label)) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_LABEL,
                    field,
                    "The model '" + model.getName() + "' has no label '" + label + "'",
                    String.join(", ", model.getLabels()));
        }
    }
}
