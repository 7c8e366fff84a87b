package io.reverie.train;

import java.util.Arrays;
import java.util.Random;

import io.reverie.network.NativeBackend;
import io.reverie.network.OptimiserParameters;
import io.reverie.network.SmallNetwork;
import io.reverie.network.SmallNetworkParameters;
import io.reverie.network.TrainingBatch;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Whether the device trains: a small network has to learn a few inputs of noise by heart. */
final class SelfTest {

    private static final int BANDS = 32;
    private static final int FRAMES = 64;
    private static final int INPUTS = 4;
    private static final int LABELS = 2;
    private static final int STEPS = 30;
    /** Cross entropy; a network that sees no difference between the inputs stays at 0.69 at best. */
    private static final double LARGEST_LOSS = 0.3;

    private SelfTest() {}

    /**
     * Runs the test.
     *
     * @throws IllegalStateException if the network does not learn, with the number
     */
    static void run() {
        run(1);
    }

    /** @param signal what the inputs are multiplied by: 0 makes them alike */
    static void run(float signal) {
        MultiLayerNetwork network = SmallNetwork.create(
                SmallNetworkParameters.of(BANDS, FRAMES, LABELS, OptimiserParameters.defaults(STEPS), 0, 1));
        try (TrainingBatch batch = new TrainingBatch(INPUTS, 1, BANDS, FRAMES, LABELS)) {
            Random random = new Random(1);
            float[] features = batch.features();
            for (int i = 0; i < features.length; i++) {
                features[i] = signal * (float) random.nextGaussian();
            }
            float[] labels = batch.labels();
            Arrays.fill(labels, 0);
            for (int input = 0; input < INPUTS; input++) {
                labels[input * LABELS + input % LABELS] = 1;
            }
            double loss = Double.NaN;
            for (int step = 0; step < STEPS; step++) {
                loss = batch.fit(network);
            }
            if (!(loss <= LARGEST_LOSS)) {
                throw new IllegalStateException("the self-test of " + NativeBackend.load() + " failed: after " + STEPS
                        + " steps the loss is " + loss + ", but should be at most " + LARGEST_LOSS);
            }
        } finally {
            network.close();
        }
    }
}
