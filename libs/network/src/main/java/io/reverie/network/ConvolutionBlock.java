package io.reverie.network;

import java.util.Collection;
import java.util.List;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of a convolution without bias, batch norm (Ioffe and Szegedy 2015), ReLU and, where it is wanted, average
 * pooling of 2×2 as one DL4J layer, {@link ConvolutionBlockLayer}. One layer keeps its inner arrays to itself and reuses
 * them, which is what makes it fast.
 */
final class ConvolutionBlock extends FeedForwardLayer {
    @JsonProperty
    private int[] kernel;

    @JsonProperty
    private int[] stride;

    @JsonProperty
    private int[] padding;

    @JsonProperty
    private boolean averagePooling;

    @JsonProperty
    private double statisticsDecay = 0.9;

    @JsonProperty
    private double epsilon = 1e-5;

    /** For DL4J, which reads the fields from JSON. */
    ConvolutionBlock() {}

    private ConvolutionBlock(Builder builder) {
        super(builder);
        kernel = builder.kernel;
        stride = builder.stride;
        padding = builder.padding;
        averagePooling = builder.averagePooling;
        initializeConstraints(builder);
    }

    /** Rows and columns of the kernel. */
    int[] kernel() {
        return kernel;
    }

    /** Rows and columns from one application of the kernel to the next. */
    int[] stride() {
        return stride;
    }

    /** Rows and columns of zeros on each side of the input. */
    int[] padding() {
        return padding;
    }

    boolean averagePooling() {
        return averagePooling;
    }

    /** How much of the running mean and variance stays at each step. */
    double statisticsDecay() {
        return statisticsDecay;
    }

    /** Added to the variance. */
    double epsilon() {
        return epsilon;
    }

    /** Rows (axis 0) or columns (axis 1) of the convolution's output. */
    int convolvedSize(long inputSize, int axis) {
        return (int) ((inputSize + 2L * padding[axis] - kernel[axis]) / stride[axis] + 1);
    }

    /** Rows or columns of the layer's output. */
    int outputSize(long inputSize, int axis) {
        return convolvedSize(inputSize, axis) / (averagePooling ? 2 : 1);
    }

    /** Shape of the weights, {@code [out, in, rows, columns]}. */
    long[] weightShape() {
        return new long[] {nOut, nIn, kernel[0], kernel[1]};
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        ConvolutionBlockLayer layer = new ConvolutionBlockLayer(configuration, dataType);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return ConvolutionBlockParameters.INSTANCE;
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        InputType.InputTypeConvolutional input = (InputType.InputTypeConvolutional) inputType;
        return InputType.convolutional(outputSize(input.getHeight(), 0), outputSize(input.getWidth(), 1), nOut);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = ((InputType.InputTypeConvolutional) inputType).getChannels();
        }
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public IUpdater getUpdaterByParam(String parameter) {
        return ConvolutionBlockParameters.isRunningStatistic(parameter)
                ? new NoOp()
                : super.getUpdaterByParam(parameter);
    }

    @Override
    public List<Regularization> getRegularizationByParam(String parameter) {
        return parameter.equals(ConvolutionBlockParameters.WEIGHTS) ? regularization : null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        InputType.InputTypeConvolutional input = (InputType.InputTypeConvolutional) inputType;
        long convolved = nOut * convolvedSize(input.getHeight(), 0) * convolvedSize(input.getWidth(), 1);
        long parameters = initializer().numParams(this);
        return new LayerMemoryReport.Builder(
                        getLayerName(), ConvolutionBlock.class, inputType, getOutputType(-1, inputType))
                .standardMemory(parameters, 2 * parameters)
                .workingMemory(0, 2 * convolved, 0, 4 * convolved)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public ConvolutionBlock clone() {
        return (ConvolutionBlock) super.clone();
    }

    /** Builds the configuration. */
    static final class Builder extends FeedForwardLayer.Builder<Builder> {
        private final int[] kernel;
        private int[] stride = {1, 1};
        private int[] padding = {0, 0};
        private boolean averagePooling;

        Builder(int kernelRows, int kernelColumns) {
            kernel = new int[] {kernelRows, kernelColumns};
            activation(Activation.RELU);
        }

        Builder stride(int rows, int columns) {
            stride = new int[] {rows, columns};
            return this;
        }

        Builder padding(int rows, int columns) {
            padding = new int[] {rows, columns};
            return this;
        }

        Builder averagePooling(boolean averagePooling) {
            this.averagePooling = averagePooling;
            return this;
        }

        @Override
        @SuppressWarnings("unchecked")
        public ConvolutionBlock build() {
            return new ConvolutionBlock(this);
        }
    }
}
