package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of the layer that averages feature maps down to one size as {@link AdaptiveAverage} does. Its output is
 * flat: all values of the first map row by row, then those of the second, and so on.
 */
final class AdaptiveAveragePooling extends MapSummaryConfiguration {
    @JsonProperty
    private int size;

    /** For DL4J, which reads the fields from JSON. */
    AdaptiveAveragePooling() {}

    /** @param size rows and columns of the output */
    AdaptiveAveragePooling(int size) {
        this.size = size;
    }

    /** Rows and columns of the output. */
    int size() {
        return size;
    }

    @Override
    MapSummaryLayer<?> layer(NeuralNetConfiguration configuration, DataType dataType) {
        return new AdaptiveAveragePoolingLayer(configuration, dataType);
    }

    @Override
    long valuesPerMap() {
        return (long) size * size;
    }
}
