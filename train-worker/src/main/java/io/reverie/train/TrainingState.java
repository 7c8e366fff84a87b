package io.reverie.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.LongSupplier;

import io.reverie.network.NetworkState;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** How far a training has come: all that changes from step to step. Random numbers do not, see {@link RandomStreams}. */
final class TrainingState implements AutoCloseable {

    private final MultiLayerNetwork network;
    private final LearningCurves curves = new LearningCurves();
    private final BestMeasurement best;
    private final LongSupplier nanoTime;
    private long began;

    /**
     * @param network with fresh weights
     * @param keepsBest whether the weights of the best measurement are wanted
     * @param nanoTime {@link System#nanoTime}
     */
    TrainingState(MultiLayerNetwork network, boolean keepsBest, LongSupplier nanoTime) {
        this.network = network;
        this.best = new BestMeasurement(network, keepsBest);
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    MultiLayerNetwork network() {
        return network;
    }

    LearningCurves curves() {
        return curves;
    }

    BestMeasurement best() {
        return best;
    }

    /** Time spent so far, that before an interruption included. */
    double seconds() {
        return (nanoTime.getAsLong() - began) / 1e9;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(nanoTime.getAsLong() - began);
        curves.write(out);
        best.write(out);
        NetworkState.write(network, out);
    }

    /**
     * Takes what was written instead of what is there.
     *
     * @throws IOException where it belongs to another training; the state is not defined then
     */
    void read(DataInput in) throws IOException {
        began = nanoTime.getAsLong() - in.readLong();
        curves.read(in);
        best.read(in);
        NetworkState.read(network, in);
    }

    @Override
    public void close() {
        best.close();
    }
}
