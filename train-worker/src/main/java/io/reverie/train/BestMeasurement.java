package io.reverie.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

import io.reverie.network.WeightsCopy;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The best measurement of a training so far, the earliest of equal ones, and where asked for the weights of that step. */
final class BestMeasurement implements AutoCloseable {

    private final MultiLayerNetwork network;
    private final boolean keepsWeights;
    private Measurement best;
    private WeightsCopy weights;

    /** @param keepsWeights whether the weights are copied as well */
    BestMeasurement(MultiLayerNetwork network, boolean keepsWeights) {
        this.network = network;
        this.keepsWeights = keepsWeights;
    }

    /** Takes a measurement of the network as it is now, if it is better than all before. */
    void offer(Measurement measurement) {
        if (best != null && !measurement.isBetterThan(best)) {
            return;
        }
        best = measurement;
        if (keepsWeights && weights == null) {
            weights = new WeightsCopy(network);
        } else if (keepsWeights) {
            weights.take(network);
        }
    }

    /** Empty where nothing was measured. */
    Optional<Measurement> get() {
        return Optional.ofNullable(best);
    }

    /** Gives the network the weights of the best measurement, where they were kept. */
    void giveWeightsBack() {
        if (weights != null) {
            weights.giveTo(network);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(best != null);
        if (best != null) {
            best.write(out);
        }
        out.writeBoolean(weights != null);
        if (weights != null) {
            weights.write(out);
        }
    }

    /** Takes what was written instead of what is there. */
    void read(DataInput in) throws IOException {
        best = in.readBoolean() ? Measurement.read(in) : null;
        if (in.readBoolean()) {
            weights = weights == null ? new WeightsCopy(network) : weights;
            weights.read(in);
        }
    }

    @Override
    public void close() {
        if (weights != null) {
            weights.close();
            weights = null;
        }
    }
}
