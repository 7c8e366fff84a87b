package io.reverie.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The {@link SmallNetwork} as a plan. Batch norm is folded into the convolutions; arrays and operation objects are made
 * once. The gradient of a convolution with respect to its input is a convolution as well, with the kernel rotated by
 * 180° and its channels exchanged; the first one, which has a stride, goes through {@link SpaceToDepth}. Inside, maps are
 * {@link ChannelsLast}.
 */
final class SmallNetworkPlan implements Plan {
    private static final int[] UNIT_STRIDE = {1, 1};

    private final int batch;
    private final int channels;
    private final int rows;
    private final int frames;
    private final int labels;

    private final PlanSteps steps = new PlanSteps();

    private final INDArray input;
    private final INDArray top;
    private final INDArray topGradient;
    private final TimeFrequencyMean summary;
    private final float[] topValues;
    private final float[] summaries;
    private final float[] outputWeights;
    private final float[] outputBias;
    private final FirstLayerGradient firstLayerGradient;

    SmallNetworkPlan(Model model, int batch, int frames) {
        ModelDescription description = model.description();
        if (!description.architecture().equals(SmallNetwork.NAME)) {
            throw new IllegalArgumentException(
                    "architecture must be " + SmallNetwork.NAME + ": " + description.architecture());
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1: " + batch);
        }
        this.batch = batch;
        this.channels = description.channels();
        this.rows = description.rows();
        this.frames = frames;
        this.labels = description.labels().size();
        List<ConvolutionBlock> blocks = new ArrayList<>();
        List<Map<String, INDArray>> parameters = new ArrayList<>();
        collect(model.network(), blocks, parameters);
        requireSize(blocks);

        input = steps.keep(batch, rows, frames, channels);
        INDArray values = input;
        INDArray gradient = null;
        FirstLayerGradient first = null;
        for (int index = 0; index < blocks.size(); index++) {
            ConvolutionBlock block = blocks.get(index);
            FoldedConvolution convolution = FoldedConvolution.of(block, parameters.get(index));
            INDArray convolved = steps.keep(
                    batch,
                    block.convolvedSize(values.size(1), 0),
                    block.convolvedSize(values.size(2), 1),
                    block.getNOut());
            INDArray convolvedGradient = steps.keep(convolved.shape());
            steps.addForward(ChannelsLast.convolution(
                    values,
                    steps.keep(convolution.weights(), block.weightShape()),
                    steps.keep(convolution.bias(), block.getNOut()),
                    convolved,
                    block.stride(),
                    block.padding()));
            steps.addForward(NativeOperations.relu(convolved));
            if (index == 0) {
                first = new FirstLayerGradient(block, convolution, convolvedGradient);
            } else {
                addConvolutionGradient(block, convolution, convolvedGradient, gradient);
            }
            steps.addBackward(NativeOperations.multiply(convolvedGradient, convolved, convolvedGradient));
            steps.addBackward(NativeOperations.step(convolved, convolved));
            values = convolved;
            gradient = convolvedGradient;
            if (block.averagePooling()) {
                values = steps.keep(batch, convolved.size(1) / 2, convolved.size(2) / 2, block.getNOut());
                gradient = steps.keep(values.shape());
                steps.addForward(ChannelsLast.averagePooling(convolved, values));
                steps.addBackward(ChannelsLast.averagePoolingGradient(convolved, gradient, convolvedGradient));
            }
            steps.expose("convolution" + (index + 1), values, gradient);
        }
        firstLayerGradient = first;
        top = values;
        topGradient = gradient;
        int filters = (int) top.size(3);
        summary = new TimeFrequencyMean(batch * filters, (int) top.size(1), (int) top.size(2));
        topValues = new float[summary.length()];
        summaries = new float[batch * filters];
        Layer output = model.network().getLayer(blocks.size() + 1);
        outputWeights = NativeArrays.values(output.getParam("W"));
        outputBias = NativeArrays.values(output.getParam("b"));
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public int labels() {
        return labels;
    }

    @Override
    public void forward(float[] features, float[] logits) {
        steps.requireOpen();
        requireLength("features", features, input.length());
        requireLength("logits", logits, batch * labels);
        ChannelsLast.write(features, input);
        steps.runForward();
        ChannelsLast.read(top, topValues);
        summary.forward(topValues, summaries);
        int filters = summaries.length / batch;
        for (int item = 0; item < batch; item++) {
            for (int label = 0; label < labels; label++) {
                float logit = outputBias[label];
                for (int filter = 0; filter < filters; filter++) {
                    logit += summaries[item * filters + filter] * outputWeights[filter * labels + label];
                }
                logits[item * labels + label] = logit;
            }
        }
    }

    @Override
    public void inputGradient(float[] logitGradient, float[] featureGradient) {
        steps.requireRun();
        requireLength("logitGradient", logitGradient, batch * labels);
        requireLength("featureGradient", featureGradient, input.length());
        int filters = summaries.length / batch;
        for (int item = 0; item < batch; item++) {
            for (int filter = 0; filter < filters; filter++) {
                float gradient = 0;
                for (int label = 0; label < labels; label++) {
                    gradient += logitGradient[item * labels + label] * outputWeights[filter * labels + label];
                }
                summaries[item * filters + filter] = gradient;
            }
        }
        summary.backward(summaries, topValues);
        ChannelsLast.write(topValues, topGradient);
        steps.runBackward();
        firstLayerGradient.read(featureGradient);
    }

    @Override
    public List<PlanLayer> layers() {
        return steps.layers();
    }

    @Override
    public void activations(int layer, float[] activations) {
        steps.readActivations(layer, activations);
    }

    @Override
    public void inputGradient(int layer, float[] gradient, float[] featureGradient) {
        requireLength("featureGradient", featureGradient, input.length());
        steps.runBackward(layer, gradient);
        firstLayerGradient.read(featureGradient);
    }

    @Override
    public void close() {
        steps.close();
    }

    /** The off-heap arrays that the plan owns. */
    List<INDArray> arrays() {
        return steps.arrays();
    }

    private static void collect(
            MultiLayerNetwork network, List<ConvolutionBlock> blocks, List<Map<String, INDArray>> parameters) {
        Layer[] layers = network.getLayers();
        for (Layer layer : layers) {
            if (layer instanceof ConvolutionBlockLayer block) {
                blocks.add(block.layerConf());
                parameters.add(block.paramTable());
            }
        }
        if (blocks.isEmpty()
                || layers.length != blocks.size() + 2
                || !(layers[blocks.size()] instanceof TimeFrequencyPoolingLayer)) {
            throw new IllegalArgumentException(
                    "the network must be the " + SmallNetwork.NAME + " one that the description says");
        }
    }

    private void requireSize(List<ConvolutionBlock> blocks) {
        int height = rows;
        int width = frames;
        for (ConvolutionBlock block : blocks) {
            height = block.outputSize(height, 0);
            width = block.outputSize(width, 1);
            if (height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "frames must leave at least one after pooling, use 64 or more: " + frames);
            }
        }
    }

    private void addConvolutionGradient(
            ConvolutionBlock block, FoldedConvolution convolution, INDArray outputGradient, INDArray inputGradient) {
        int[] padding = {block.kernel()[0] - 1 - block.padding()[0], block.kernel()[1] - 1 - block.padding()[1]};
        FoldedConvolution.Rotated rotated = convolution.rotated();
        steps.addBackward(ChannelsLast.convolution(
                outputGradient,
                steps.keep(rotated.weights(), rotated.shape()),
                null,
                inputGradient,
                UNIT_STRIDE,
                padding));
    }

    private static void requireLength(String name, float[] values, long length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " must have " + length + " values: " + values.length);
        }
    }

    /**
     * The gradient with respect to the input of the convolution with a stride: a full convolution with stride 1 gives
     * the gradient of the rearranged input, whose channels are the pixels of each block.
     */
    private final class FirstLayerGradient {
        private final SpaceToDepth rearrangement;
        private final int top;
        private final int left;
        private final INDArray depthGradient;
        private final float[] depthValues;

        FirstLayerGradient(ConvolutionBlock block, FoldedConvolution convolution, INDArray outputGradient) {
            rearrangement = new SpaceToDepth(block.stride()[0], block.stride()[1]);
            top = block.padding()[0];
            left = block.padding()[1];
            FoldedConvolution.Rotated rotated =
                    convolution.rearranged(rearrangement).rotated();
            int kernelRows = (int) rotated.shape()[2];
            int kernelColumns = (int) rotated.shape()[3];
            depthGradient = steps.keep(
                    batch,
                    outputGradient.size(1) + kernelRows - 1,
                    outputGradient.size(2) + kernelColumns - 1,
                    rotated.shape()[0]);
            depthValues = new float[Math.toIntExact(depthGradient.length())];
            steps.addBackward(ChannelsLast.convolution(
                    outputGradient,
                    steps.keep(rotated.weights(), rotated.shape()),
                    null,
                    depthGradient,
                    UNIT_STRIDE,
                    new int[] {kernelRows - 1, kernelColumns - 1}));
        }

        void read(float[] featureGradient) {
            NativeArrays.read(depthGradient, depthValues);
            rearrangement.fromDepthWithChannelsLast(
                    depthValues,
                    batch,
                    channels,
                    rows,
                    frames,
                    top,
                    left,
                    featureGradient,
                    (int) depthGradient.size(1),
                    (int) depthGradient.size(2));
        }
    }
}
