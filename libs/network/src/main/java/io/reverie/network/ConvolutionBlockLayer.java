package io.reverie.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import static io.reverie.network.ConvolutionBlockParameters.RUNNING_MEAN;
import static io.reverie.network.ConvolutionBlockParameters.RUNNING_VARIANCE;
import static io.reverie.network.ConvolutionBlockParameters.SCALE;
import static io.reverie.network.ConvolutionBlockParameters.SHIFT;
import static io.reverie.network.ConvolutionBlockParameters.WEIGHTS;

/**
 * Runs a {@link ConvolutionBlock}: {@code [batch, in, rows, columns]} to {@code [batch, out, rows', columns']}.
 *
 * <p>Activations and their gradients live in DL4J's workspaces, everything inside in buffers that are kept while the
 * input's shape stays. As the first layer of a network it leaves out the gradient with respect to its input, which
 * nothing needs in training, and takes its weights' gradient through {@link SpaceToDepth}.
 */
final class ConvolutionBlockLayer extends BaseLayer<ConvolutionBlock> {
    private transient ConvolutionBlockBuffers buffers;
    private transient boolean readyForGradients;

    ConvolutionBlockLayer(NeuralNetConfiguration configuration, DataType dataType) {
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

    /** The gradients of the running statistics are their changes: nothing to average. */
    @Override
    public boolean updaterDivideByMinibatch(String parameter) {
        return !ConvolutionBlockParameters.isRunningStatistic(parameter);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        ConvolutionBlock block = layerConf();
        keepBuffersFor(input);
        readyForGradients = training;
        Nd4j.exec(NativeOperations.convolution(
                input, getParam(WEIGHTS), null, buffers.convolved, block.stride(), block.padding()));
        if (training) {
            normalizeByBatch(block);
        } else {
            normalizeByRunningStatistics(block);
        }
        Nd4j.exec(NativeOperations.relu(buffers.rectified));
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                DataType.FLOAT,
                input.size(0),
                block.getNOut(),
                block.outputSize(input.size(2), 0),
                block.outputSize(input.size(3), 1));
        if (block.averagePooling()) {
            Nd4j.exec(NativeOperations.averagePooling(buffers.rectified, output));
        } else {
            output.assign(buffers.rectified);
        }
        return output;
    }

    /** Centres {@code convolved} in place; {@code rectified} becomes scale · centred / deviation + shift. */
    private void normalizeByBatch(ConvolutionBlock block) {
        INDArray convolved = buffers.convolved;
        buffers.sumOverChannels(convolved, buffers.mean);
        buffers.mean.divi(buffers.valuesPerChannel);
        Nd4j.exec(NativeOperations.add(convolved, buffers.negated(buffers.mean), convolved));
        Nd4j.exec(NativeOperations.multiply(convolved, convolved, buffers.work));
        buffers.sumOverChannels(buffers.work, buffers.variance);
        buffers.variance.divi(buffers.valuesPerChannel);
        buffers.setInverseDeviation(buffers.variance, block.epsilon());
        Nd4j.exec(NativeOperations.multiply(perChannel(SCALE), buffers.inverseDeviation, buffers.factor));
        Nd4j.exec(NativeOperations.multiply(convolved, buffers.factor, buffers.rectified));
        Nd4j.exec(NativeOperations.add(buffers.rectified, perChannel(SHIFT), buffers.rectified));
    }

    private void normalizeByRunningStatistics(ConvolutionBlock block) {
        buffers.setInverseDeviation(perChannel(RUNNING_VARIANCE), block.epsilon());
        Nd4j.exec(NativeOperations.multiply(perChannel(SCALE), buffers.inverseDeviation, buffers.factor));
        Nd4j.exec(
                NativeOperations.add(buffers.convolved, buffers.negated(perChannel(RUNNING_MEAN)), buffers.rectified));
        Nd4j.exec(NativeOperations.multiply(buffers.rectified, buffers.factor, buffers.rectified));
        Nd4j.exec(NativeOperations.add(buffers.rectified, perChannel(SHIFT), buffers.rectified));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!readyForGradients) {
            throw new IllegalStateException("gradients need a forward run in training mode");
        }
        ConvolutionBlock block = layerConf();
        INDArray gradient = gradientOfNormalized(block, outputGradient);
        gradientOfConvolved(gradient);
        INDArray inputGradient = null;
        if (getIndex() == 0) {
            buffers.firstLayerWeightGradient(input, getParam(WEIGHTS), gradient, gradientViews.get(WEIGHTS));
        } else {
            inputGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape());
            Nd4j.exec(NativeOperations.convolutionGradient(
                    input,
                    getParam(WEIGHTS),
                    gradient,
                    inputGradient,
                    gradientViews.get(WEIGHTS),
                    block.stride(),
                    block.padding()));
        }
        runningStatisticsTowardsBatch(block);
        Gradient gradients = new DefaultGradient();
        for (String parameter : block.initializer().paramKeys(block)) {
            gradients.setGradientFor(parameter, gradientViews.get(parameter));
        }
        return new Pair<>(gradients, inputGradient);
    }

    private INDArray gradientOfNormalized(ConvolutionBlock block, INDArray outputGradient) {
        INDArray gradient = buffers.gradient;
        if (block.averagePooling()) {
            Nd4j.exec(NativeOperations.averagePoolingGradient(
                    buffers.rectified, NativeArrays.contiguous(outputGradient), gradient));
        } else {
            gradient.assign(outputGradient);
        }
        Nd4j.getExecutioner().exec(NativeOperations.step(buffers.rectified, buffers.work));
        Nd4j.exec(NativeOperations.multiply(gradient, buffers.work, gradient));
        return gradient;
    }

    /**
     * Batch norm's gradient in place: {@code factor · (g − mean(g) − centred · mean(g · centred) / variance)}. Uses
     * {@code convolved} up.
     */
    private void gradientOfConvolved(INDArray gradient) {
        buffers.sumOverChannels(gradient, buffers.gradientSum);
        Nd4j.exec(NativeOperations.multiply(gradient, buffers.convolved, buffers.work));
        buffers.sumOverChannels(buffers.work, buffers.productSum);
        buffers.productSum.muli(buffers.inverseDeviation);
        vector(gradientViews.get(SHIFT)).assign(vector(buffers.gradientSum));
        vector(gradientViews.get(SCALE)).assign(vector(buffers.productSum));
        buffers.gradientSum.muli(buffers.factor).divi(-buffers.valuesPerChannel);
        buffers.productSum.muli(buffers.inverseDeviation).muli(buffers.factor).divi(-buffers.valuesPerChannel);
        Nd4j.exec(NativeOperations.multiply(gradient, buffers.factor, gradient));
        Nd4j.exec(NativeOperations.multiply(buffers.convolved, buffers.productSum, buffers.convolved));
        Nd4j.exec(NativeOperations.add(gradient, buffers.convolved, gradient));
        Nd4j.exec(NativeOperations.add(gradient, buffers.gradientSum, gradient));
        readyForGradients = false;
    }

    /** As torch.nn.BatchNorm2d: the running variance takes the unbiased one of the batch. */
    private void runningStatisticsTowardsBatch(ConvolutionBlock block) {
        double share = 1 - block.statisticsDecay();
        double unbiased = (double) buffers.valuesPerChannel / Math.max(1, buffers.valuesPerChannel - 1);
        vector(gradientViews.get(RUNNING_MEAN))
                .assign(vector(getParam(RUNNING_MEAN)))
                .subi(vector(buffers.mean))
                .muli(share);
        vector(gradientViews.get(RUNNING_VARIANCE))
                .assign(vector(buffers.variance))
                .muli(-unbiased)
                .addi(vector(getParam(RUNNING_VARIANCE)))
                .muli(share);
    }

    private INDArray perChannel(String parameter) {
        return getParam(parameter).reshape(1, layerConf().getNOut(), 1, 1);
    }

    private static INDArray vector(INDArray array) {
        return array.reshape(array.length());
    }

    private void keepBuffersFor(INDArray input) {
        if (buffers == null || !buffers.fit(input)) {
            close();
            buffers = new ConvolutionBlockBuffers(layerConf(), input.shape(), getIndex() == 0);
        }
    }

    @Override
    public void close() {
        if (buffers != null) {
            buffers.close();
            buffers = null;
        }
    }
}
