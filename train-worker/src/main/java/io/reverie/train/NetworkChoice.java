package io.reverie.train;

import java.util.List;

import io.reverie.schemas.Architecture;

/**
 * Which network is trained, and how it is made.
 *
 * @param architecture the network
 * @param widths filters of each convolution of the small network; empty for another
 * @param dropout probability with which a value is dropped before the layers that have dropout
 * @param headOnly whether the last layers move alone; VGG16's
 * @param pretrained artifact key of a Keras file with VGG16's first weights; null: drawn from the seed
 */
record NetworkChoice(
        Architecture architecture, List<Integer> widths, double dropout, boolean headOnly, String pretrained) {

    NetworkChoice {
        widths = List.copyOf(widths);
    }

    /** The small network. */
    static NetworkChoice small(List<Integer> widths, double dropout) {
        return new NetworkChoice(Architecture.SMALL, widths, dropout, false, null);
    }
}
