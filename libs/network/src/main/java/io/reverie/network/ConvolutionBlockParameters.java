package io.reverie.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a {@link ConvolutionBlock} in the order in which they lie in the network's flat array: the weights,
 * the batch norm's scale and shift, and its running mean and variance, which no updater changes.
 */
final class ConvolutionBlockParameters implements ParamInitializer {
    static final ConvolutionBlockParameters INSTANCE = new ConvolutionBlockParameters();

    static final String WEIGHTS = "W";
    static final String SCALE = "gamma";
    static final String SHIFT = "beta";
    static final String RUNNING_MEAN = "mean";
    static final String RUNNING_VARIANCE = "var";

    private static final List<String> PER_CHANNEL = List.of(SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE);

    private ConvolutionBlockParameters() {}

    static boolean isRunningStatistic(String parameter) {
        return parameter.equals(RUNNING_MEAN) || parameter.equals(RUNNING_VARIANCE);
    }

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        ConvolutionBlock block = (ConvolutionBlock) layer;
        return weightCount(block) + PER_CHANNEL.size() * block.getNOut();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(WEIGHTS, SCALE, SHIFT, RUNNING_MEAN, RUNNING_VARIANCE);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHTS);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return PER_CHANNEL;
    }

    @Override
    public boolean isWeightParam(Layer layer, String parameter) {
        return parameter.equals(WEIGHTS);
    }

    @Override
    public boolean isBiasParam(Layer layer, String parameter) {
        return PER_CHANNEL.contains(parameter);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray flat, boolean initialize) {
        ConvolutionBlock block = (ConvolutionBlock) configuration.getLayer();
        Map<String, INDArray> parameters = split(block, flat);
        parameters.keySet().forEach(configuration::addVariable);
        if (initialize) {
            long[] shape = block.weightShape();
            long kernelSize = shape[2] * shape[3];
            block.getWeightInitFn()
                    .init(shape[1] * kernelSize, shape[0] * kernelSize, shape, 'c', parameters.get(WEIGHTS));
            parameters.get(SCALE).assign(1);
            parameters.get(SHIFT).assign(0);
            parameters.get(RUNNING_MEAN).assign(0);
            parameters.get(RUNNING_VARIANCE).assign(1);
        }
        return parameters;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray flat) {
        return split((ConvolutionBlock) configuration.getLayer(), flat);
    }

    private static Map<String, INDArray> split(ConvolutionBlock block, INDArray flat) {
        INDArray vector = flat.reshape(flat.length());
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        long start = weightCount(block);
        parameters.put(WEIGHTS, vector.get(NDArrayIndex.interval(0, start)).reshape('c', block.weightShape()));
        for (String parameter : PER_CHANNEL) {
            long end = start + block.getNOut();
            parameters.put(
                    parameter, vector.get(NDArrayIndex.interval(start, end)).reshape(1, block.getNOut()));
            start = end;
        }
        return parameters;
    }

    private static long weightCount(ConvolutionBlock block) {
        long count = 1;
        for (long size : block.weightShape()) {
            count *= size;
        }
        return count;
    }
}
