package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a {@link MapSummary} inside a DL4J network: {@code [batch, maps, rows, columns]} to {@code [batch, maps ·
 * values]}.
 */
abstract class MapSummaryLayer<C extends MapSummaryConfiguration> extends AbstractLayer<C> {
    private transient MapSummary summary;
    private transient float[] maps;
    private transient float[] summaries;

    MapSummaryLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
    }

    /** The summary of maps of that shape. */
    abstract MapSummary summary(int maps, int rows, int columns);

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {
        // There are no parameters.
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        long batch = input.size(0);
        long channels = input.size(1);
        if (summary == null || !summary.fits(batch * channels, input.size(2), input.size(3))) {
            summary = summary(Math.toIntExact(batch * channels), (int) input.size(2), (int) input.size(3));
            maps = new float[summary.length()];
            summaries = new float[Math.toIntExact(batch * channels * summary.valuesPerMap())];
        }
        NativeArrays.read(input, maps);
        summary.forward(maps, summaries);
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, batch, channels * summary.valuesPerMap());
        NativeArrays.write(summaries, output);
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        System.arraycopy(NativeArrays.values(outputGradient), 0, summaries, 0, summaries.length);
        summary.backward(summaries, maps);
        INDArray inputGradient =
                workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape());
        NativeArrays.write(maps, inputGradient);
        return new Pair<>(new DefaultGradient(), inputGradient);
    }
}
