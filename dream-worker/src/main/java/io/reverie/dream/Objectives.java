package io.reverie.dream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.reverie.dream.engine.ChannelObjective;
import io.reverie.dream.engine.GuideObjective;
import io.reverie.dream.engine.LabelObjective;
import io.reverie.dream.engine.LayerObjective;
import io.reverie.dream.engine.Objective;
import io.reverie.network.ModelDescription;
import io.reverie.network.Plan;
import io.reverie.network.PlanLayer;
import io.reverie.network.Segments;
import io.reverie.network.SourceSpectrogram;
import io.reverie.network.SpectrogramAnalysis;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;

/** What a request raises, of each network. */
final class Objectives {

    private static final int GUIDE_SECONDS = 60;

    private Objectives() {}

    /** Whether an objective is a function of labels. */
    static boolean namesLabels(ObjectiveKind kind) {
        return LabelObjective.NAMES_LABELS.contains(kind);
    }

    /**
     * The objectives.
     *
     * @param models in the order of the request
     * @param guide mono samples at the models' rate; null unless the request names a guide
     * @throws JobRejectedException where a model has no such layer or channel, or cannot hear the guide
     */
    static List<Objective> of(DreamRequest request, List<ModelCache.Loaded> models, float[] guide) throws IOException {
        List<Objective> objectives = new ArrayList<>();
        for (ModelCache.Loaded model : models) {
            objectives.add(
                    namesLabels(request.getObjective().getKind())
                            ? ofLabels(request, model.model().description().labels())
                            : ofLayer(request, model, guide));
        }
        return objectives;
    }

    private static Objective ofLabels(DreamRequest request, List<String> labels) {
        int[] against = request.getObjective().getAgainst().stream()
                .mapToInt(labels::indexOf)
                .toArray();
        try {
            return new LabelObjective(
                    request.getObjective().getKind(),
                    labels.indexOf(request.getObjective().getTarget()),
                    against,
                    labels.size());
        } catch (IllegalArgumentException e) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_LABEL, "objective", e.getMessage(), String.join(", ", labels), e);
        }
    }

    private static Objective ofLayer(DreamRequest request, ModelCache.Loaded model, float[] guide) {
        Plan plan = model.plan(1);
        int layer = layer(request, plan.layers());
        PlanLayer shape = plan.layers().get(layer);
        return switch (request.getObjective().getKind()) {
            case CHANNEL -> channel(request, layer, shape);
            case LAYER -> new LayerObjective(layer, shape);
            case GUIDE -> new GuideObjective(layer, shape, activations(model, plan, layer, guide));
            default -> throw new AssertionError(request.getObjective().getKind());
        };
    }

    private static Objective channel(DreamRequest request, int layer, PlanLayer shape) {
        int channel = request.getObjective().getChannel();
        if (channel < 0 || channel >= shape.channels()) {
            throw JobRejectedException.invalidValue(
                    "objective.channel",
                    channel,
                    "0 to " + (shape.channels() - 1) + ", the channels of the layer " + shape.name());
        }
        return new ChannelObjective(layer, shape, channel);
    }

    private static int layer(DreamRequest request, List<PlanLayer> layers) {
        String name = request.getObjective().getLayer();
        return IntStream.range(0, layers.size())
                .filter(index -> name.isEmpty()
                        ? layers.get(index).rows() * layers.get(index).columns() > 1
                        : layers.get(index).name().equals(name))
                .max()
                .orElseThrow(() -> JobRejectedException.invalidValue(
                        "objective.layer",
                        "'" + name + "'",
                        layers.stream()
                                .map(layer -> layer.name() + " (" + layer.channels() + " channels)")
                                .collect(Collectors.joining(", "))));
    }

    /** Activations of the guide's segments. */
    private static float[] activations(ModelCache.Loaded model, Plan plan, int layer, float[] guide) {
        ModelDescription description = model.model().description();
        float[] samples = Arrays.copyOf(
                guide, Math.min(guide.length, GUIDE_SECONDS * description.stft().sampleRate()));
        if (samples.length < description.stft().minimumSamples()) {
            throw JobRejectedException.invalidValue(
                    "objective.guide",
                    samples.length + " samples long",
                    "at least " + description.stft().minimumSamples());
        }
        int frames = description.segmentFrames();
        SourceSpectrogram whole = Segments.atLeastOne(
                new SpectrogramAnalysis(description.featureKind().source(), description.stft(), description.mel())
                        .of(samples),
                frames);
        int[] starts = Segments.starts(whole.frames(), frames);
        float[] features = new float[description.transform().shape().size(frames)];
        float[] logits = new float[plan.labels()];
        int size = plan.layers().get(layer).size();
        float[] activations = new float[starts.length * size];
        float[] ofSegment = new float[size];
        for (int segment = 0; segment < starts.length; segment++) {
            description.transform().forward(whole.values(), starts[segment], frames, features, 0);
            description.standardisation().forward(features, 0, frames);
            plan.forward(features, logits);
            plan.activations(layer, ofSegment);
            System.arraycopy(ofSegment, 0, activations, segment * size, size);
        }
        return activations;
    }
}
