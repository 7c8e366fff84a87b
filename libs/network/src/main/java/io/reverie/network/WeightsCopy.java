package io.reverie.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A copy of a network's weights and running statistics as they once were, outside the heap. For one thread at a time. */
public final class WeightsCopy implements AutoCloseable {
    private final INDArray values;

    /** Copies the weights of a network as they are now. */
    public WeightsCopy(MultiLayerNetwork network) {
        values = NativeArrays.allocate(network.params().shape());
        take(network);
    }

    /** Takes the weights as they are now instead. */
    public void take(MultiLayerNetwork network) {
        values.assign(network.params());
    }

    /** Gives the weights back to the network, or to another one of the same shape. */
    public void giveTo(MultiLayerNetwork network) {
        network.params().assign(values);
    }

    /** Writes the weights: their number (64 bits) and their float32 values, little-endian. */
    public void write(DataOutput out) throws IOException {
        NetworkState.writeValues(values, out);
    }

    /**
     * Takes the weights that were written instead.
     *
     * @throws IOException if they belong to another network
     */
    public void read(DataInput in) throws IOException {
        NetworkState.readValues(values, in);
    }

    @Override
    public void close() {
        values.close();
    }
}
