package io.reverie.train;

import io.reverie.schemas.Architecture;
import io.reverie.schemas.Augmentation;
import io.reverie.schemas.Optimiser;
import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Names;

/** What a training request may ask for, before anything of its data set is known. */
final class TrainRequestRules {

    /** As long as ingest lets the name of a data set be. */
    private static final int LONGEST_DATASET = 512;

    private TrainRequestRules() {}

    /**
     * Checks every field that needs no data and gathers what steers the training.
     *
     * @throws JobRejectedException that names the field and what is allowed
     */
    static TrainingSettings check(TrainRequest request) {
        Names.check(request.getTrainId(), "trainId");
        Names.check(request.getModel(), "model");
        checkDataset(request.getDataset());
        if (request.getArchitecture() != Architecture.SMALL) {
            throw JobRejectedException.notSupported(
                    "architecture", request.getArchitecture(), Architecture.SMALL.name());
        }
        TrainBudget budget = request.getBudget();
        Optimiser optimiser = request.getOptimiser();
        Augmentation augmentation = request.getAugmentation();
        within("budget.steps", budget.getSteps(), 1, 100_000);
        within("budget.batchSize", budget.getBatchSize(), 2, 256);
        double learningRate = optimiser.getLearningRate();
        if (!(learningRate > 0 && learningRate <= 1)) {
            throw JobRejectedException.invalidValue("optimiser.learningRate", learningRate, "above 0 and at most 1");
        }
        within("optimiser.weightDecay", optimiser.getWeightDecay(), 0, 1);
        within("optimiser.warmUp", optimiser.getWarmUp(), 0, 0.5);
        within("optimiser.labelSmoothing", optimiser.getLabelSmoothing(), 0, 0.5);
        return new TrainingSettings(
                budget.getSteps(),
                budget.getBatchSize(),
                learningRate,
                optimiser.getWarmUp(),
                optimiser.getWeightDecay(),
                optimiser.getLabelSmoothing(),
                augmentation.getMasks(),
                augmentation.getMixup(),
                augmentation.getRoll(),
                request.getSeed());
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
