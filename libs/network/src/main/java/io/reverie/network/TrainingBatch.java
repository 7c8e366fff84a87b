package io.reverie.network;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Inputs and labels of one training step, in buffers that are kept from step to step. For one thread at a time.
 *
 * <p>Fill {@link #features()} and {@link #labels()}, then {@link #fit}.
 */
public final class TrainingBatch implements AutoCloseable {
    private final float[] features;
    private final float[] labels;
    private final INDArray nativeFeatures;
    private final INDArray nativeLabels;
    private final DataSet dataSet;

    /**
     * @param size inputs of a step, at least 1
     * @param channels channels of an input
     * @param rows rows of an input (mel bands or bins)
     * @param frames frames of an input
     * @param labelCount labels of the network
     */
    public TrainingBatch(int size, int channels, int rows, int frames, int labelCount) {
        if (size < 1 || channels < 1 || rows < 1 || frames < 1 || labelCount < 1) {
            throw new IllegalArgumentException("size, channels, rows, frames and labelCount must be at least 1: " + size
                    + ", " + channels + ", " + rows + ", " + frames + ", " + labelCount);
        }
        NativeBackend.load();
        nativeFeatures = NativeArrays.allocate(size, channels, rows, frames);
        features = new float[Math.toIntExact(nativeFeatures.length())];
        labels = new float[Math.multiplyExact(size, labelCount)];
        nativeLabels = NativeArrays.allocate(size, labelCount);
        dataSet = new DataSet(nativeFeatures, nativeLabels);
    }

    /** Standardised features to fill, {@code [size, channels, rows, frames]} in C order. */
    public float[] features() {
        return features;
    }

    /** Label weights to fill, {@code [size, labelCount]} in C order, each row with the sum 1. */
    public float[] labels() {
        return labels;
    }

    /**
     * One training step with the features and labels as they are now. What is random in it (dropout) follows from the
     * seed alone, whatever this thread drew before.
     *
     * @param seed of ND4J's random numbers
     * @return the loss, see {@link #fit(MultiLayerNetwork)}
     */
    public double fit(MultiLayerNetwork network, long seed) {
        Nd4j.getRandom().setSeed(RandomSeeds.forNd4j(seed));
        return fit(network);
    }

    /**
     * One training step with the features and labels as they are now; this thread's random numbers go on.
     *
     * @return the loss before the step, the batch's mean cross entropy; DL4J's own score adds half of the decayed squares
     */
    public double fit(MultiLayerNetwork network) {
        NativeArrays.write(features, nativeFeatures);
        NativeArrays.write(labels, nativeLabels);
        double decay = network.calcRegularizationScore(true);
        network.fit(dataSet);
        return network.score() - decay;
    }

    /** Gives the buffers back. */
    @Override
    public void close() {
        nativeFeatures.close();
        nativeLabels.close();
    }
}
