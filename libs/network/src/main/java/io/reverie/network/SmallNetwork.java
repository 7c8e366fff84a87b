package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The small network: four convolutions with batch norm and ReLU (5×7 with stride 2×4 and 16 filters, then 3×3 with 32,
 * 64 and 128), average pooling of 2×2 after all but the last, the mean over frequency and then the mean plus the maximum
 * over time, dropout, and a linear layer with a softmax. 99 098 parameters for ten labels, and the running statistics of
 * the batch norm.
 *
 * <p>It is trained by AdamW (Loshchilov and Hutter 2019: Adam with decoupled weight decay), the decay on the weights
 * alone, with a linear warm-up and a cosine decay of the learning rate.
 */
public final class SmallNetwork {
    /** The name of this architecture in models and requests. */
    public static final String NAME = "small";

    private static final int[] FILTERS = {16, 32, 64, 128};

    private SmallNetwork() {}

    /**
     * A network with fresh weights, ready for {@link MultiLayerNetwork#fit}.
     *
     * <p>Input {@code [batch, 1, rows, frames]}, standardised; labels {@code [batch, labels]}, rows that sum to 1 (they
     * may be smoothed or mixed); output probabilities. Batch and frames may change from call to call, at the cost of new
     * buffers. As every DL4J network it serves one thread at a time; ND4J's random numbers belong to the thread, so that
     * the same seed gives the same weights only where this call and all training happen in one thread.
     */
    public static MultiLayerNetwork create(SmallNetworkParameters parameters) {
        NativeBackend.load();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(nd4jSeed(parameters.seed()))
                .updater(new Adam(new WarmUpCosineSchedule(
                        parameters.learningRate(),
                        (int) Math.round(parameters.warmUp() * parameters.steps()),
                        parameters.steps())))
                .weightInit(WeightInit.UNIFORM)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .list();
        // The decay is given to each layer: DL4J 1.0.0-M2.1 applies one that is given to all of them twice.
        for (int block = 0; block < FILTERS.length; block++) {
            ConvolutionBlock.Builder convolution = block == 0
                    ? new ConvolutionBlock.Builder(5, 7).stride(2, 4).padding(2, 3)
                    : new ConvolutionBlock.Builder(3, 3).stride(1, 1).padding(1, 1);
            convolution.averagePooling(block < FILTERS.length - 1).nOut(FILTERS[block]);
            convolution.weightDecay(parameters.weightDecay(), true);
            layers.layer(convolution.build());
        }
        layers.layer(new TimeFrequencyPooling());
        OutputLayer.Builder output = new OutputLayer.Builder(new LossMCXENT())
                .nIn(FILTERS[FILTERS.length - 1])
                .nOut(parameters.labels())
                .activation(Activation.SOFTMAX);
        output.weightDecay(parameters.weightDecay(), true);
        if (parameters.dropout() > 0) {
            output.dropOut(new Dropout(1 - parameters.dropout()));
        }
        layers.layer(output.build());
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.setInputType(InputType.convolutional(parameters.rows(), parameters.frames(), 1))
                        .build());
        network.init();
        return network;
    }

    /** Any seed but 0, which ND4J takes as none and replaces by the clock. */
    private static long nd4jSeed(long seed) {
        return seed == 0 ? Long.MIN_VALUE : seed;
    }
}
