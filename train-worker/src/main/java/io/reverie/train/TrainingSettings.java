package io.reverie.train;

import io.reverie.network.OptimiserParameters;
import io.reverie.schemas.KeptWeights;

/**
 * What a training is told, apart from its tracks.
 *
 * @param network how the network is made
 * @param optimiser how the weights move, and for how many steps
 * @param batchSize segments a step
 * @param labelSmoothing probability that is spread evenly over all labels
 * @param augmentations what is varied from one step to the next
 * @param keep which weights the model has
 * @param seed source of every random choice
 */
record TrainingSettings(
        NetworkChoice network,
        OptimiserParameters optimiser,
        int batchSize,
        double labelSmoothing,
        Augmentations augmentations,
        KeptWeights keep,
        long seed) {

    /** Optimiser steps. */
    int steps() {
        return optimiser.steps();
    }
}
