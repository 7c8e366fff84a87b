package io.reverie.network;

import java.util.List;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The small network: four convolutions (or as many as widths are given) with batch norm and ReLU (5×7 with 16 filters and
 * stride 2×4, or 4×4 where there are 256 rows or more, then 3×3 with 32, 64 and 128), average pooling of 2×2 after all but the last, the mean over frequency and then the mean plus the maximum
 * over time, dropout, and a linear layer with a softmax. 99 098 parameters for ten labels, and the running statistics of
 * the batch norm.
 *
 * <p>It is trained as {@link OptimiserParameters} say, by default by AdamW with a linear warm-up and a cosine decay of the
 * learning rate.
 */
public final class SmallNetwork {
    /** The name of this architecture in models and requests. */
    public static final String NAME = "small";

    /** How many frames the first convolution goes on at a time. */
    static final int FIRST_FRAME_STRIDE = 4;

    /** From so many rows on the first convolution takes every fourth one instead of every second. */
    private static final int MANY_ROWS = 256;

    private SmallNetwork() {}

    /**
     * A network with fresh weights, ready for {@link MultiLayerNetwork#fit}.
     *
     * <p>Input {@code [batch, channels, rows, frames]}, standardised; labels {@code [batch, labels]}, rows that sum to 1 (they
     * may be smoothed or mixed); output probabilities. Batch and frames may change from call to call, at the cost of new
     * buffers. As every DL4J network it serves one thread at a time; ND4J's random numbers belong to the thread, so that
     * the same seed gives the same weights only where this call and all training happen in one thread.
     */
    public static MultiLayerNetwork create(SmallNetworkParameters parameters) {
        NativeBackend.load();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(RandomSeeds.forNd4j(parameters.seed()))
                .updater(parameters.optimiser().updater())
                .weightInit(WeightInit.UNIFORM)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .list();
        // The decay is given to each layer: DL4J 1.0.0-M2.1 applies one that is given to all of them twice.
        List<Integer> widths = parameters.widths();
        double weightDecay = parameters.optimiser().weightDecay();
        for (int block = 0; block < widths.size(); block++) {
            ConvolutionBlock.Builder convolution = block == 0
                    ? new ConvolutionBlock.Builder(5, 7)
                            .stride(firstRowStride(parameters.rows()), FIRST_FRAME_STRIDE)
                            .padding(2, 3)
                    : new ConvolutionBlock.Builder(3, 3).stride(1, 1).padding(1, 1);
            convolution.averagePooling(block < widths.size() - 1).nOut(widths.get(block));
            convolution.weightDecay(weightDecay, true);
            layers.layer(convolution.build());
        }
        layers.layer(new TimeFrequencyPooling());
        OutputLayer.Builder output = new OutputLayer.Builder(new LossMCXENT())
                .nIn(widths.get(widths.size() - 1))
                .nOut(parameters.labels())
                .activation(Activation.SOFTMAX);
        output.weightDecay(weightDecay, true);
        if (parameters.dropout() > 0) {
            output.dropOut(new Dropout(1 - parameters.dropout()));
        }
        layers.layer(output.build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.setInputType(
                        InputType.convolutional(parameters.rows(), parameters.frames(), parameters.channels()))
                .build());
        network.init();
        return network;
    }

    /** How many rows the first convolution goes on at a time. */
    static int firstRowStride(int rows) {
        return rows < MANY_ROWS ? 2 : 4;
    }
}
