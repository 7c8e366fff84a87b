package io.reverie.train;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.network.FeatureKind;
import io.reverie.network.FeatureTransform;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.Plan;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One training from tracks in memory to a model: statistics, network, training loop with validation every
 * {@value #VALIDATION_STEPS} steps, and evaluation at the end.
 */
final class Training {

    /** Steps between two measurements on the validation tracks; another one is made after the last step. */
    static final int VALIDATION_STEPS = 100;

    private static final double DROPOUT = 0.3;
    private static final int EVALUATION_BATCH = 8;

    private final String name;
    private final List<String> labels;
    private final StftParameters stft;
    private final MelParameters mel;
    private final FeatureKind kind;
    private final TrainingSettings settings;

    /**
     * @param name name of the model
     * @param labels in the order of the network's outputs
     * @param stft analysis of the tracks
     * @param mel their mel parameters
     * @param kind what the network is to hear of them
     */
    Training(
            String name,
            List<String> labels,
            StftParameters stft,
            MelParameters mel,
            FeatureKind kind,
            TrainingSettings settings) {
        this.name = name;
        this.labels = List.copyOf(labels);
        this.stft = stft;
        this.mel = mel;
        this.kind = kind;
        this.settings = settings;
    }

    /**
     * Trains. All of it runs in the calling thread, and the same tracks and settings give the same weights.
     *
     * @param training tracks to train on, at least one
     * @param validation tracks to measure on; may be empty
     * @param progress is told of every step
     * @throws DivergedException where the loss is not finite
     */
    Result run(List<LoadedTrack> training, List<LoadedTrack> validation, Progress progress) {
        int segmentFrames = SegmentShape.frames(stft);
        FeatureTransform features = kind.transform(stft, mel);
        FeatureExtraction extraction =
                new FeatureExtraction(features, FeatureStatistics.of(training, features, segmentFrames), segmentFrames);
        MultiLayerNetwork network = SmallNetwork.create(new SmallNetworkParameters(
                extraction.channels(),
                extraction.rows(),
                segmentFrames,
                labels.size(),
                SmallNetworkParameters.DEFAULT_WIDTHS,
                OptimiserParameters.adamW(
                        settings.steps(), settings.learningRate(), settings.warmUp(), settings.weightDecay()),
                DROPOUT,
                networkSeed()));
        Model unmeasured = new Model(description(extraction, new TreeMap<>()), network);
        Measuring measuring = new Measuring(unmeasured, extraction, validation, progress);
        LearningCurves curves = new TrainingLoop(
                        network, new BatchSource(training, extraction, labels.size(), settings), settings.steps())
                .run(measuring);
        Evaluation heardInTraining = evaluate(unmeasured, extraction, training, progress);
        Evaluation heardInValidation = measuring.last;
        Model model = new Model(description(extraction, metrics(heardInTraining, heardInValidation, curves)), network);
        return new Result(model, curves, heardInTraining, heardInValidation);
    }

    /** Not 0: ND4J takes that as no seed at all, and goes by the clock. */
    private long networkSeed() {
        return new SplittableRandom(settings.seed()).nextLong() | 1;
    }

    private ModelDescription description(FeatureExtraction extraction, SortedMap<String, Double> metrics) {
        return new ModelDescription(
                name,
                kind.text(),
                SmallNetwork.NAME,
                labels,
                stft,
                mel,
                extraction.segmentFrames(),
                extraction.standardisation().mean(),
                extraction.standardisation().deviation(),
                metrics);
    }

    private static SortedMap<String, Double> metrics(
            Evaluation training, Evaluation validation, LearningCurves curves) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        metrics.put("finalLoss", curves.finalLoss());
        metrics.put("trainTracks", (double) training.tracks());
        metrics.put("trainAccuracy", training.trackAccuracy());
        metrics.put("validationTracks", (double) validation.tracks());
        if (validation.tracks() > 0) {
            metrics.put("validationSegmentAccuracy", validation.segmentAccuracy());
            metrics.put("validationTrackAccuracy", validation.trackAccuracy());
        }
        return metrics;
    }

    private static Evaluation evaluate(
            Model model, FeatureExtraction extraction, List<LoadedTrack> tracks, Progress progress) {
        try (Plan plan = new Nd4jPlanCompiler().compile(model, EVALUATION_BATCH, extraction.segmentFrames())) {
            return Evaluation.of(tracks, extraction, plan, progress::checkActive);
        }
    }

    /** Follows a training from outside. */
    interface Progress {

        /** Before every step and every track that is measured; throws to end the training. */
        void checkActive();

        /**
         * After every step.
         *
         * @param validation what was just measured; null where nothing was
         */
        void afterStep(int step, double loss, Evaluation validation);
    }

    /**
     * A finished training.
     *
     * @param model the model with its last weights
     * @param curves what was measured on the way
     * @param training how the model hears the tracks that it was trained on
     * @param validation how it hears the tracks that were kept
     */
    record Result(Model model, LearningCurves curves, Evaluation training, Evaluation validation) {}

    private final class Measuring implements TrainingLoop.Observer {

        private final Model model;
        private final FeatureExtraction extraction;
        private final List<LoadedTrack> tracks;
        private final Progress progress;
        private Evaluation last = Evaluation.ofNothing();

        Measuring(Model model, FeatureExtraction extraction, List<LoadedTrack> tracks, Progress progress) {
            this.model = model;
            this.extraction = extraction;
            this.tracks = tracks;
            this.progress = progress;
        }

        @Override
        public void checkActive() {
            progress.checkActive();
        }

        @Override
        public void afterStep(LearningCurves curves) {
            int step = curves.steps();
            boolean due = !tracks.isEmpty() && (step % VALIDATION_STEPS == 0 || step == settings.steps());
            if (due) {
                last = evaluate(model, extraction, tracks, progress);
                curves.addValidation(last.loss(), last.segmentAccuracy());
            }
            progress.afterStep(step, curves.lastLoss(), due ? last : null);
        }
    }
}
