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
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                DataType.FLOAT,
                input.size(0),
                block.getNOut(),
                block.outputSize(input.size(2), 0),
                block.outputSize(input.size(3), 1));
        float[] scale = NativeArrays.values(getParam(SCALE));
        float[] shift = NativeArrays.values(getParam(SHIFT));
        if (training) {
            buffers.normalization.forward(buffers.convolved, scale, shift, block.epsilon(), output);
        } else {
            buffers.normalization.forward(
                    buffers.convolved,
                    NativeArrays.values(getParam(RUNNING_MEAN)),
                    NativeArrays.values(getParam(RUNNING_VARIANCE)),
                    scale,
                    shift,
                    block.epsilon(),
                    output);
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray outputGradient, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (!readyForGradients) {
            throw new IllegalStateException("gradients need a forward run in training mode");
        }
        ConvolutionBlock block = layerConf();
        INDArray gradient = gradientOfConvolved(outputGradient);
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

    private INDArray gradientOfConvolved(INDArray outputGradient) {
        float[] scaleGradient = new float[(int) layerConf().getNOut()];
        float[] shiftGradient = new float[(int) layerConf().getNOut()];
        buffers.normalization.backward(
                NativeArrays.contiguous(outputGradient),
                NativeArrays.values(getParam(SCALE)),
                NativeArrays.values(getParam(SHIFT)),
                buffers.gradient,
                scaleGradient,
                shiftGradient);
        NativeArrays.write(scaleGradient, gradientViews.get(SCALE));
        NativeArrays.write(shiftGradient, gradientViews.get(SHIFT));
        readyForGradients = false;
        return buffers.gradient;
    }

    /** As torch.nn.BatchNorm2d: the running variance takes the unbiased one of the batch. */
    private void runningStatisticsTowardsBatch(ConvolutionBlock block) {
        BatchNormalization batch = buffers.normalization;
        double unbiased = (double) batch.valuesPerChannel() / Math.max(1, batch.valuesPerChannel() - 1);
        change(RUNNING_MEAN, batch.mean(), 1, 1 - block.statisticsDecay());
        change(RUNNING_VARIANCE, batch.variance(), unbiased, 1 - block.statisticsDecay());
    }

    /** The optimiser subtracts a gradient: {@code share · (running − factor · ofBatch)}. */
    private void change(String statistic, float[] ofBatch, double factor, double share) {
        float[] change = NativeArrays.values(getParam(statistic));
        for (int channel = 0; channel < change.length; channel++) {
            change[channel] = (float) (share * (change[channel] - factor * ofBatch[channel]));
        }
        NativeArrays.write(change, gradientViews.get(statistic));
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
