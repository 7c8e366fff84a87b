package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Configuration of the layer that summarises feature maps as {@link TimeFrequencyMean} does. */
final class TimeFrequencyPooling extends MapSummaryConfiguration {

    @Override
    MapSummaryLayer<?> layer(NeuralNetConfiguration configuration, DataType dataType) {
        return new TimeFrequencyPoolingLayer(configuration, dataType);
    }

    @Override
    long valuesPerMap() {
        return 1;
    }
}
