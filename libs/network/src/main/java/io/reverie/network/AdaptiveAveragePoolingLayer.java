package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs {@link AdaptiveAverage} inside a DL4J network: {@code [batch, maps, rows, columns]} to {@code [batch, maps · size²]}. */
final class AdaptiveAveragePoolingLayer extends MapSummaryLayer<AdaptiveAveragePooling> {
    AdaptiveAveragePoolingLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
    }

    @Override
    MapSummary summary(int maps, int rows, int columns) {
        return new AdaptiveAverage(maps, rows, columns, layerConf().size());
    }
}
