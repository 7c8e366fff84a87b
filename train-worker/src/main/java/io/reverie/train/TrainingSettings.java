package io.reverie.train;

/**
 * What a training is told, apart from its tracks.
 *
 * @param steps optimiser steps
 * @param batchSize segments a step
 * @param learningRate largest learning rate
 * @param warmUp fraction of the steps in which the learning rate rises
 * @param weightDecay decoupled weight decay
 * @param labelSmoothing probability that is spread evenly over all labels
 * @param masks whether segments are masked
 * @param mixup whether half of the batches are mixed
 * @param roll whether segments are rolled in time, circularly
 * @param seed source of every random choice
 */
record TrainingSettings(
        int steps,
        int batchSize,
        double learningRate,
        double warmUp,
        double weightDecay,
        double labelSmoothing,
        boolean masks,
        boolean mixup,
        boolean roll,
        long seed) {}
