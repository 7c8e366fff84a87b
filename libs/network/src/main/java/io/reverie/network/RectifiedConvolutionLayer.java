package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link RectifiedConvolution}: {@code [batch, in, rows, columns]} to {@code [batch, out, rows, columns]}, or half
 * the rows and columns with pooling.
 *
 * <p>Every array lives in DL4J's workspaces. As the first layer of a network it gives no gradient with respect to its
 * input, which nothing needs in training.
 */
final class RectifiedConvolutionLayer extends BaseLayer<RectifiedConvolution> {
    private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
    private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;

    /** What the last forward run in training left in DL4J's workspace of activations, which is open until the gradients are taken. */
    private transient INDArray rectified;

    private transient INDArray output;

    RectifiedConvolutionLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Type type() {
        return Type.CONVOLUTIONAL;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        RectifiedConvolution convolution = layerConf();
        INDArray convolved = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                DataType.FLOAT,
                input.size(0),
                convolution.getNOut(),
                input.size(2),
                input.size(3));
        Nd4j.exec(NativeOperations.convolution(
                input, getParam(WEIGHTS), bias(), convolved, convolution.getStride(), convolution.getPadding()));
        Nd4j.exec(NativeOperations.relu(convolved));
        INDArray result = convolved;
        if (convolution.maxPooling()) {
            result = workspaces.createUninitialized(
                    ArrayType.ACTIVATIONS,
                    DataType.FLOAT,
                    input.size(0),
                    convolution.getNOut(),
                    input.size(2) / 2,
                    input.size(3) / 2);
            Nd4j.exec(NativeOperations.maxPooling(convolved, result));
        }
        rectified = training ? convolved : null;
        output = training ? result : null;
        return result;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (rectified == null) {
            throw new IllegalStateException("gradients need a forward run in training mode");
        }
        RectifiedConvolution convolution = layerConf();
        INDArray gradient = gradientOfConvolved(NativeArrays.contiguous(outputGradient), workspaces);
        INDArray inputGradient = workspaces.createUninitialized(
                getIndex() == 0 ? ArrayType.BP_WORKING_MEM : ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape());
        Nd4j.exec(NativeOperations.convolutionGradient(
                input,
                getParam(WEIGHTS),
                bias(),
                gradient,
                inputGradient,
                gradientViews.get(WEIGHTS),
                gradientViews.get(BIAS).reshape(convolution.getNOut()),
                convolution.getPadding()));
        rectified = null;
        output = null;
        Gradient gradients = new DefaultGradient();
        gradients.setGradientFor(WEIGHTS, gradientViews.get(WEIGHTS));
        gradients.setGradientFor(BIAS, gradientViews.get(BIAS));
        return new Pair<>(gradients, getIndex() == 0 ? null : inputGradient);
    }

    /**
     * Through pooling and ReLU. The derivative of ReLU is taken after the pooling: what is 0 there was 0 before, and only
     * what was largest gets a gradient.
     */
    private INDArray gradientOfConvolved(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
        INDArray derivative = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, output.shape());
        Nd4j.exec(NativeOperations.step(output, derivative));
        Nd4j.exec(NativeOperations.multiply(outputGradient, derivative, derivative));
        if (!layerConf().maxPooling()) {
            return derivative;
        }
        INDArray gradient = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, DataType.FLOAT, rectified.shape());
        Nd4j.exec(NativeOperations.maxPoolingGradient(rectified, derivative, gradient));
        return gradient;
    }

    private INDArray bias() {
        return getParam(BIAS).reshape(layerConf().getNOut());
    }
}
