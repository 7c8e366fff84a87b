package io.reverie.train;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.network.FeatureKind;
import io.reverie.network.FeatureTransform;
import io.reverie.network.Model;
import io.reverie.network.ModelDescription;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.Plan;
import io.reverie.schemas.KeptWeights;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One training from tracks in memory to a model: statistics, network, training loop with validation every
 * {@value #VALIDATION_STEPS} steps, and evaluation at the end.
 */
final class Training {

    /** Steps between two measurements on the validation tracks; another one is made after the last step. */
    static final int VALIDATION_STEPS = 100;

    private static final int EVALUATION_BATCH = 8;

    private final String name;
    private final List<String> labels;
    private final StftParameters stft;
    private final MelParameters mel;
    private final FeatureKind kind;
    private final TrainingSettings settings;
    private final FirstWeights firstWeights;

    /**
     * @param name name of the model
     * @param labels in the order of the network's outputs
     * @param stft analysis of the tracks
     * @param mel their mel parameters
     * @param kind what the network is to hear of them
     * @param firstWeights what the network begins with
     */
    Training(
            String name,
            List<String> labels,
            StftParameters stft,
            MelParameters mel,
            FeatureKind kind,
            TrainingSettings settings,
            FirstWeights firstWeights) {
        this.name = name;
        this.labels = List.copyOf(labels);
        this.stft = stft;
        this.mel = mel;
        this.kind = kind;
        this.settings = settings;
        this.firstWeights = firstWeights;
    }

    /**
     * Trains, or goes on with what a checkpoint holds. The same tracks and settings give the same weights, interrupted or
     * not.
     *
     * @param training tracks to train on, at least one
     * @param validation tracks to measure on; may be empty unless the best weights are to be kept
     * @param checkpoints where to go on from, and what to leave for an interruption
     * @param progress is told of every step
     * @throws DivergedException where the loss is not finite
     * @throws IOException where a checkpoint cannot be read or written
     */
    Result run(List<LoadedTrack> training, List<LoadedTrack> validation, Checkpoints checkpoints, Progress progress)
            throws IOException {
        int segmentFrames = SegmentShape.frames(stft);
        FeatureTransform features = kind.transform(stft, mel);
        InputShape shape =
                new InputShape(features.shape().channels(), features.shape().rows(), segmentFrames);
        NetworkFactory networks = new NetworkFactory(settings.network(), kind);
        FeatureExtraction extraction = new FeatureExtraction(
                features,
                networks.seesPictures()
                        ? NetworkFactory.none(shape)
                        : FeatureStatistics.of(training, features, segmentFrames),
                segmentFrames);
        RandomStreams random = new RandomStreams(settings.seed());
        MultiLayerNetwork network = networks.create(shape, labels.size(), settings.optimiser(), random.weights());
        firstWeights.giveTo(network);
        Model unmeasured = new Model(description(extraction, new TreeMap<>()), network);
        boolean keepsBest = settings.keep() == KeptWeights.BEST;
        try (TrainingState state = new TrainingState(network, keepsBest, System::nanoTime)) {
            checkpoints.restore(state);
            Measuring measuring = new Measuring(unmeasured, extraction, validation, state, checkpoints, progress);
            BatchSource batches = new BatchSource(training, extraction, labels.size(), settings);
            new TrainingLoop(network, batches, random, settings.steps()).run(state.curves(), measuring);
            Measurement last = new Measurement(settings.steps(), measuring.last);
            Evaluation heardInTraining = evaluate(unmeasured, extraction, training, progress);
            Optional<Measurement> best = state.best().get();
            state.best().giveWeightsBack();
            Measurement kept = keepsBest ? best.orElse(last) : last;
            Model model = new Model(description(extraction, metrics(training.size(), kept, state.curves())), network);
            return new Result(model, state.curves(), heardInTraining, last.evaluation(), best, kept, state.seconds());
        }
    }

    private ModelDescription description(FeatureExtraction extraction, SortedMap<String, Double> metrics) {
        return new ModelDescription(
                name,
                kind.text(),
                new NetworkFactory(settings.network(), kind).architecture(),
                labels,
                stft,
                mel,
                extraction.segmentFrames(),
                extraction.standardisation().mean(),
                extraction.standardisation().deviation(),
                metrics);
    }

    /** What describes the weights of the model. */
    private static SortedMap<String, Double> metrics(int trainTracks, Measurement kept, LearningCurves curves) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        Evaluation validation = kept.evaluation();
        metrics.put("step", (double) kept.step());
        metrics.put("finalLoss", curves.finalLoss());
        metrics.put("trainTracks", (double) trainTracks);
        metrics.put("validationTracks", (double) validation.tracks());
        if (validation.tracks() > 0) {
            metrics.put("validationLoss", validation.loss());
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
         * @param curves with the step as their last
         * @param validation what was just measured; null where nothing was
         */
        void afterStep(LearningCurves curves, Evaluation validation);
    }

    /**
     * A finished training.
     *
     * @param model the model, with its last weights or with the best
     * @param curves what was measured on the way
     * @param training how the last weights hear the tracks that they were trained on
     * @param validation how the last weights hear the tracks that were kept
     * @param best the best measurement on the way; empty without validation
     * @param kept the measurement of the model's weights
     * @param seconds time spent, that before an interruption included
     */
    record Result(
            Model model,
            LearningCurves curves,
            Evaluation training,
            Evaluation validation,
            Optional<Measurement> best,
            Measurement kept,
            double seconds) {}

    private final class Measuring implements TrainingLoop.Observer {

        private final Model model;
        private final FeatureExtraction extraction;
        private final List<LoadedTrack> tracks;
        private final TrainingState state;
        private final Checkpoints checkpoints;
        private final Progress progress;
        private Evaluation last = Evaluation.ofNothing();

        Measuring(
                Model model,
                FeatureExtraction extraction,
                List<LoadedTrack> tracks,
                TrainingState state,
                Checkpoints checkpoints,
                Progress progress) {
            this.model = model;
            this.extraction = extraction;
            this.tracks = tracks;
            this.state = state;
            this.checkpoints = checkpoints;
            this.progress = progress;
        }

        @Override
        public void checkActive() {
            progress.checkActive();
        }

        @Override
        public void afterStep(LearningCurves curves) throws IOException {
            int step = curves.steps();
            boolean isLast = step == settings.steps();
            boolean due = !tracks.isEmpty() && (step % VALIDATION_STEPS == 0 || isLast);
            if (due) {
                last = evaluate(model, extraction, tracks, progress);
                curves.addValidation(last.loss(), last.segmentAccuracy(), last.trackAccuracy());
                state.best().offer(new Measurement(step, last));
            }
            if (!isLast) {
                // A later one would only repeat what the model holds.
                checkpoints.afterStep(state);
            }
            progress.afterStep(curves, due ? last : null);
        }
    }
}
