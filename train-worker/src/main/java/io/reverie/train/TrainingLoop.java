package io.reverie.train;

import io.reverie.network.TrainingBatch;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains a network step by step. ND4J's random numbers belong to the thread, so that all of it runs in the caller's. */
final class TrainingLoop {

    private final MultiLayerNetwork network;
    private final BatchSource batches;
    private final int steps;

    TrainingLoop(MultiLayerNetwork network, BatchSource batches, int steps) {
        this.network = network;
        this.batches = batches;
        this.steps = steps;
    }

    /**
     * Does all steps.
     *
     * @param observer is told of every step; what it throws ends the training
     * @return what was measured
     * @throws DivergedException where the loss is not finite
     */
    LearningCurves run(Observer observer) {
        LearningCurves curves = new LearningCurves();
        try (TrainingBatch batch = batches.allocate()) {
            for (int step = 1; step <= steps; step++) {
                observer.checkActive();
                batches.fill(batch);
                double learningRate = network.getLearningRate(0);
                double loss = batch.fit(network);
                if (!Double.isFinite(loss)) {
                    throw new DivergedException(step);
                }
                curves.add(learningRate, loss);
                observer.afterStep(curves);
            }
        }
        return curves;
    }

    /** Follows a training. */
    interface Observer {

        /** Before every step; throws to end the training. */
        void checkActive();

        /** After every step; may measure the network and add to the curves. */
        void afterStep(LearningCurves curves);
    }
}
