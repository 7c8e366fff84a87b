package io.reverie.train;

import java.util.List;

import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.schemas.Architecture;
import io.reverie.schemas.Augmentation;
import io.reverie.schemas.NetworkSettings;
import io.reverie.schemas.Optimiser;
import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Trainable;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;

/** What a training request may ask for, before anything of its data set is known. */
public final class TrainRequestRules {

    /** As long as ingest lets the name of a data set be. */
    private static final int LONGEST_DATASET = 512;

    private static final int MOST_TRACKS = 1_000_000;

    private TrainRequestRules() {}

    /**
     * Makes sure of every field that needs no data and that no limit of a worker bears on, as the worker will do.
     *
     * @throws JobRejectedException that names the field and what is allowed
     */
    public static void require(TrainRequest request) {
        check(request);
    }

    /**
     * Checks every field that needs no data, within a worker's limits too, and gathers what steers the training.
     *
     * @throws JobRejectedException that names the field and what is allowed
     */
    static TrainingSettings check(TrainRequest request, TrainConfig limits) {
        TrainingSettings settings = check(request);
        if (settings.steps() > limits.mostSteps()) {
            throw JobRejectedException.invalidValue(
                    "budget.steps", settings.steps(), "1 to " + limits.mostSteps() + " (reverie.train.most-steps)");
        }
        return settings;
    }

    /**
     * Checks every field that needs no data and no limit of a worker, and gathers what steers the training.
     *
     * @throws JobRejectedException that names the field and what is allowed
     */
    static TrainingSettings check(TrainRequest request) {
        Names.check(request.getTrainId(), "trainId");
        Names.check(request.getModel(), "model");
        checkDataset(request.getDataset());
        TrainBudget budget = request.getBudget();
        within("budget.steps", budget.getSteps(), 1, TrainConfig.LARGEST_STEPS);
        within("budget.batchSize", budget.getBatchSize(), 2, 256);
        within("expect", request.getExpect(), 0, MOST_TRACKS);
        SplitRules.check(request.getValidation(), request.getGroup());
        within("optimiser.labelSmoothing", request.getOptimiser().getLabelSmoothing(), 0, 0.5);
        return new TrainingSettings(
                network(request.getArchitecture(), request.getNetwork()),
                optimiser(request.getOptimiser(), budget.getSteps()),
                budget.getBatchSize(),
                request.getOptimiser().getLabelSmoothing(),
                augmentations(request.getAugmentation()),
                request.getKeep(),
                request.getSeed());
    }

    private static NetworkChoice network(Architecture architecture, NetworkSettings network) {
        List<Integer> widths = network.getWidths();
        boolean allowed = widths.isEmpty()
                || widths.size() >= SmallNetworkParameters.FEWEST_WIDTHS
                        && widths.size() <= SmallNetworkParameters.MOST_WIDTHS
                        && widths.stream().allMatch(width -> width >= 1 && width <= SmallNetworkParameters.WIDEST);
        if (!allowed) {
            throw JobRejectedException.invalidValue(
                    "network.widths",
                    widths,
                    SmallNetworkParameters.FEWEST_WIDTHS + " to " + SmallNetworkParameters.MOST_WIDTHS
                            + " numbers from 1 to " + SmallNetworkParameters.WIDEST + ", or none: "
                            + SmallNetworkParameters.DEFAULT_WIDTHS);
        }
        within("network.dropout", network.getDropout(), 0, 0.9);
        if (architecture == Architecture.VGG16) {
            if (!widths.isEmpty()) {
                throw JobRejectedException.invalidValue("network.widths", widths, "none for the architecture VGG16");
            }
            if (network.getTrainable() == Trainable.HEAD && network.getPretrained() == null) {
                throw JobRejectedException.invalidValue(
                        "network.trainable",
                        Trainable.HEAD,
                        "ALL, unless network.pretrained names the weights of the layers that do not move");
            }
            return new NetworkChoice(
                    architecture,
                    widths,
                    network.getDropout(),
                    network.getTrainable() == Trainable.HEAD,
                    network.getPretrained());
        }
        if (network.getPretrained() != null) {
            throw JobRejectedException.invalidValue(
                    "network.pretrained", "'" + network.getPretrained() + "'", "null for the architecture SMALL");
        }
        if (network.getTrainable() != Trainable.ALL) {
            throw JobRejectedException.invalidValue(
                    "network.trainable", network.getTrainable(), "ALL for the architecture SMALL");
        }
        return NetworkChoice.small(
                widths.isEmpty() ? SmallNetworkParameters.DEFAULT_WIDTHS : widths, network.getDropout());
    }

    private static OptimiserParameters optimiser(Optimiser optimiser, int steps) {
        aboveZero("optimiser.learningRate", optimiser.getLearningRate());
        within("optimiser.weightDecay", optimiser.getWeightDecay(), 0, 1);
        within("optimiser.warmUp", optimiser.getWarmUp(), 0, 0.5);
        within("optimiser.decaySteps", optimiser.getDecaySteps(), 1, TrainConfig.LARGEST_STEPS);
        aboveZero("optimiser.decayFactor", optimiser.getDecayFactor());
        within("optimiser.momentum", optimiser.getMomentum(), 0, 0.99);
        return new OptimiserParameters(
                switch (optimiser.getMethod()) {
                    case ADAMW -> OptimiserParameters.Method.ADAMW;
                    case SGD -> OptimiserParameters.Method.SGD;
                },
                steps,
                optimiser.getLearningRate(),
                optimiser.getWarmUp(),
                switch (optimiser.getSchedule()) {
                    case COSINE -> OptimiserParameters.Schedule.COSINE;
                    case STEP -> OptimiserParameters.Schedule.STEP;
                },
                optimiser.getDecaySteps(),
                optimiser.getDecayFactor(),
                optimiser.getMomentum(),
                optimiser.getWeightDecay());
    }

    private static Augmentations augmentations(Augmentation augmentation) {
        return new Augmentations(
                augmentation.getSlice(),
                augmentation.getMasks(),
                augmentation.getMixup(),
                augmentation.getRoll(),
                augmentation.getErasing());
    }

    private static void checkDataset(String dataset) {
        boolean tooLong = dataset.length() > LONGEST_DATASET;
        if (tooLong || dataset.isBlank() || dataset.chars().anyMatch(Character::isISOControl)) {
            throw JobRejectedException.invalidValue(
                    "dataset",
                    tooLong ? dataset.length() + " characters long" : "blank or has a control character",
                    "the name of a data set: 1 to " + LONGEST_DATASET
                            + " characters, not all blank, none a control character");
        }
    }

    private static void aboveZero(String field, double value) {
        if (!(value > 0 && value <= 1)) {
            throw JobRejectedException.invalidValue(field, value, "above 0 and at most 1");
        }
    }

    private static void within(String field, int value, int smallest, int largest) {
        if (value < smallest || value > largest) {
            throw JobRejectedException.invalidValue(field, value, smallest + " to " + largest);
        }
    }

    private static void within(String field, double value, double smallest, double largest) {
        if (!(value >= smallest && value <= largest)) {
            throw JobRejectedException.invalidValue(field, value, smallest + " to " + largest);
        }
    }
}
