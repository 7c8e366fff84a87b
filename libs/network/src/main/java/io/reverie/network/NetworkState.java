package io.reverie.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What training changes in a network: the number of steps done, the weights and running statistics, the optimiser's
 * state. A network that was made with the same parameters and is given it goes on exactly as the first would have.
 *
 * <p>As bytes: the steps (32 bits, big-endian), then the weights and the optimiser's state, each as their number (64 bits)
 * and their float32 values, little-endian. They are copied in pieces, so that a large network is not in memory twice.
 */
public final class NetworkState {
    private static final int PIECE_BYTES = 1 << 20;

    private NetworkState() {}

    /** Writes the state of a network. */
    public static void write(MultiLayerNetwork network, DataOutput out) throws IOException {
        out.writeInt(network.getLayerWiseConfigurations().getIterationCount());
        writeValues(network.params(), out);
        writeValues(network.getUpdater().getStateViewArray(), out);
    }

    /**
     * Gives a network the state that was written.
     *
     * @throws IOException if it belongs to another network; what the network holds then is not defined
     */
    public static void read(MultiLayerNetwork network, DataInput in) throws IOException {
        network.getLayerWiseConfigurations().setIterationCount(in.readInt());
        readValues(network.params(), in);
        readValues(network.getUpdater().getStateViewArray(), in);
    }

    /** Writes float32 values, preceded by their number; null: none. */
    static void writeValues(INDArray values, DataOutput out) throws IOException {
        long bytes = values == null ? 0 : values.length() * Float.BYTES;
        out.writeLong(bytes / Float.BYTES);
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, bytes)];
        for (long done = 0; done < bytes; done += piece.length) {
            int length = (int) Math.min(piece.length, bytes - done);
            NativeArrays.bytes(values).position(done).get(piece, 0, length);
            out.write(piece, 0, length);
        }
    }

    /** Reads as many values as there are, null: none. */
    static void readValues(INDArray values, DataInput in) throws IOException {
        long expected = values == null ? 0 : values.length();
        long written = in.readLong();
        if (written != expected) {
            throw new IOException("the state has " + written + " values where the network has " + expected);
        }
        long bytes = expected * Float.BYTES;
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, bytes)];
        for (long done = 0; done < bytes; done += piece.length) {
            int length = (int) Math.min(piece.length, bytes - done);
            in.readFully(piece, 0, length);
            NativeArrays.bytes(values).position(done).put(piece, 0, length);
        }
        if (values != null) {
            NativeArrays.written(values);
        }
    }
}
