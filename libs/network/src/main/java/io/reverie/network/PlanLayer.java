package io.reverie.network;

/**
 * A layer of a plan whose activations can be read and raised: the output of a convolution after its rectification and
 * pooling, or of a dense layer, which has one row and one column.
 *
 * @param name unique in its network, for example {@code convolution4}
 * @param channels channels or units
 * @param rows rows of each channel
 * @param columns columns of each channel
 */
public record PlanLayer(String name, int channels, int rows, int columns) {

    /** Activations of one input. */
    public int size() {
        return channels * rows * columns;
    }
}
