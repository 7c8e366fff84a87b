package io.reverie.train;

import java.io.IOException;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a network begins with instead of the weights that were drawn for it. */
@FunctionalInterface
interface FirstWeights {

    /**
     * Replaces weights of a new network.
     *
     * @throws IOException where they cannot be read now, but perhaps later
     */
    void giveTo(MultiLayerNetwork network) throws IOException;
}
