package io.reverie.network;

import java.util.Collection;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of a convolution of 3×3 with bias that keeps the size, ReLU and, where it is wanted, max pooling of 2×2 as
 * one DL4J layer, {@link RectifiedConvolutionLayer}. Parameters and shapes are those of DL4J's own convolution.
 */
final class RectifiedConvolution extends ConvolutionLayer {
    @JsonProperty
    private boolean maxPooling;

    /** For DL4J, which reads the fields from JSON. */
    RectifiedConvolution() {}

    private RectifiedConvolution(Builder builder) {
        super(builder);
        maxPooling = builder.maxPooling;
        initializeConstraints(builder);
    }

    boolean maxPooling() {
        return maxPooling;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType dataType) {
        RectifiedConvolutionLayer layer = new RectifiedConvolutionLayer(configuration, dataType);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(initializer().init(configuration, parameters, initialize));
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        InputType.InputTypeConvolutional convolved =
                (InputType.InputTypeConvolutional) super.getOutputType(index, inputType);
        return maxPooling
                ? InputType.convolutional(convolved.getHeight() / 2, convolved.getWidth() / 2, nOut)
                : convolved;
    }

    @Override
    public RectifiedConvolution clone() {
        return (RectifiedConvolution) super.clone();
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && other instanceof RectifiedConvolution convolution
                && convolution.maxPooling == maxPooling;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Boolean.hashCode(maxPooling);
    }

    /** Builds the configuration. */
    static final class Builder extends BaseConvBuilder<Builder> {
        private boolean maxPooling;

        Builder() {
            super(new int[] {3, 3}, new int[] {1, 1}, new int[] {1, 1});
            activation(Activation.RELU);
        }

        Builder maxPooling(boolean maxPooling) {
            this.maxPooling = maxPooling;
            return this;
        }

        @Override
        protected boolean allowCausal() {
            return false;
        }

        @Override
        @SuppressWarnings("unchecked")
        public RectifiedConvolution build() {
            return new RectifiedConvolution(this);
        }
    }
}
