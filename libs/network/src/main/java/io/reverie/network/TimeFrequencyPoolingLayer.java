package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Runs {@link TimeFrequencyMean} inside a DL4J network: {@code [batch, maps, rows, columns]} to {@code [batch, maps]}. */
final class TimeFrequencyPoolingLayer extends MapSummaryLayer<TimeFrequencyPooling> {
    TimeFrequencyPoolingLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
    }

    @Override
    MapSummary summary(int maps, int rows, int columns) {
        return new TimeFrequencyMean(maps, rows, columns);
    }
}
