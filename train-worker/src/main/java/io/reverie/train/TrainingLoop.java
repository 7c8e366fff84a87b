package io.reverie.train;

import java.io.IOException;

import io.reverie.network.TrainingBatch;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Trains a network step by step, in the caller's thread. */
final class TrainingLoop {

    private final MultiLayerNetwork network;
    private final BatchSource batches;
    private final RandomStreams random;
    private final int steps;

    TrainingLoop(MultiLayerNetwork network, BatchSource batches, RandomStreams random, int steps) {
        this.network = network;
        this.batches = batches;
        this.random = random;
        this.steps = steps;
    }

    /**
     * Does all steps that are still to be done.
     *
     * @param curves what was measured in the steps that are done already; goes on
     * @param observer is told of every step; what it throws ends the training
     * @throws DivergedException where the loss is not finite
     */
    void run(LearningCurves curves, Observer observer) throws IOException {
        try (TrainingBatch batch = batches.allocate()) {
            for (int step = curves.steps() + 1; step <= steps; step++) {
                observer.checkActive();
                batches.fill(batch, step);
                double learningRate = network.getLearningRate(0);
                double loss = batch.fit(network, random.dropout(step));
                // The loss is that before the step; nothing would show what the last one did.
                if (!Double.isFinite(loss) || step == steps && !isFinite(network)) {
                    throw new DivergedException(step);
                }
                curves.add(learningRate, loss);
                observer.afterStep(curves);
            }
        }
    }

    private static boolean isFinite(MultiLayerNetwork network) {
        return Double.isFinite(network.params().sumNumber().doubleValue());
    }

    /** Follows a training. */
    interface Observer {

        /** Before every step; throws to end the training. */
        void checkActive();

        /** After every step; may measure the network and add to the curves. */
        void afterStep(LearningCurves curves) throws IOException;
    }
}
