package io.reverie.network;

import java.util.List;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Vgg16} as a plan: arrays and operation objects are made once. The gradient of a convolution with respect to its
 * input is a convolution as well, with the kernel rotated by 180° and its channels exchanged. Inside, maps
 * are {@link ChannelsLast}.
 */
final class Vgg16Plan implements Plan {
    private static final int[] UNIT_STRIDE = {1, 1};
    private static final int[] SAME_SIZE = {1, 1};
    private static final int SMALLEST_SIDE = 32;

    private final int batch;
    private final int channels;
    private final int rows;
    private final int frames;
    private final int labels;

    private final PlanSteps steps = new PlanSteps();
    private final Picture picture;
    private final float[] colours;
    private final INDArray input;
    private final INDArray inputGradient;
    private final INDArray output;
    private final INDArray outputGradient;

    /** Values and the gradient with respect to them. */
    private record Wire(INDArray values, INDArray gradient) {}

    /**
     * @param network made by {@link Vgg16}
     * @param batch inputs that are run together
     * @param rows rows of an input
     * @param frames columns of an input
     */
    Vgg16Plan(MultiLayerNetwork network, int batch, int rows, int frames) {
        this(network, pictureOf(network), batch, rows, frames);
    }

    /** A plan whose input has the three colours of a picture, each to change by itself. */
    static Vgg16Plan ofColours(MultiLayerNetwork network, int batch, int rows, int frames) {
        Picture picture = new Picture(Picture.COLOURS, pictureOf(network).scaling());
        return new Vgg16Plan(network, picture, batch, rows, frames);
    }

    private Vgg16Plan(MultiLayerNetwork network, Picture picture, int batch, int rows, int frames) {
        require(batch >= 1, "batch must be at least 1", batch);
        require(rows >= SMALLEST_SIDE, "rows must be at least " + SMALLEST_SIDE, rows);
        require(frames >= SMALLEST_SIDE, "frames must be at least " + SMALLEST_SIDE, frames);
        this.picture = picture;
        this.batch = batch;
        this.channels = picture.channels();
        this.rows = rows;
        this.frames = frames;
        input = steps.keep(batch, rows, frames, Picture.COLOURS);
        inputGradient = steps.keep(input.shape());
        colours = new float[Math.toIntExact(input.length())];
        Wire wire = new Wire(input, inputGradient);
        LayerNames names = new LayerNames();
        for (Layer layer : network.getLayers()) {
            Layer plain = layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer;
            if (plain instanceof RectifiedConvolutionLayer convolution) {
                wire = convolution(convolution, wire);
                steps.expose(names.convolution(convolution.layerConf().maxPooling()), wire.values, wire.gradient);
            } else if (plain instanceof AdaptiveAveragePoolingLayer pooling) {
                wire = pooling(pooling, wire);
            } else {
                boolean rectified = layer != network.getOutputLayer();
                wire = dense(plain, wire, rectified);
                if (rectified) {
                    steps.expose(names.dense(), wire.values, wire.gradient);
                }
            }
        }
        output = wire.values;
        outputGradient = wire.gradient;
        labels = (int) output.size(1);
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
        requireLength("features", features, batch * channels * rows * frames);
        requireLength("logits", logits, batch * labels);
        steps.requireOpen();
        picture.forward(features, colours, rows * frames);
        ChannelsLast.write(colours, input);
        steps.runForward();
        NativeArrays.read(output, logits);
    }

    @Override
    public void inputGradient(float[] logitGradient, float[] featureGradient) {
        requireLength("logitGradient", logitGradient, batch * labels);
        requireLength("featureGradient", featureGradient, batch * channels * rows * frames);
        steps.requireRun();
        NativeArrays.write(logitGradient, outputGradient);
        steps.runBackward();
        ChannelsLast.read(inputGradient, colours);
        picture.backward(colours, featureGradient, rows * frames);
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
        requireLength("featureGradient", featureGradient, batch * channels * rows * frames);
        steps.runBackward(layer, gradient);
        ChannelsLast.read(inputGradient, colours);
        picture.backward(colours, featureGradient, rows * frames);
    }

    @Override
    public void close() {
        steps.close();
    }

    /** The off-heap arrays that the plan owns. */
    List<INDArray> arrays() {
        return steps.arrays();
    }

    private static Picture pictureOf(MultiLayerNetwork network) {
        if (network.getLayerWiseConfigurations().getInputPreProcess(0) instanceof PicturePreProcessor pictures) {
            return pictures.picture();
        }
        throw new IllegalArgumentException("the network must be the " + Vgg16.NAME + " one that the description says");
    }

    private Wire convolution(RectifiedConvolutionLayer layer, Wire from) {
        INDArray weights = layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray bias = layer.getParam(ConvolutionParamInitializer.BIAS_KEY);
        long filters = weights.size(0);
        Wire rectified = wire(batch, from.values.size(1), from.values.size(2), filters);
        steps.addForward(ChannelsLast.convolution(
                from.values,
                steps.keepCopy(weights),
                steps.keepCopy(bias.reshape(filters)),
                rectified.values,
                UNIT_STRIDE,
                SAME_SIZE));
        steps.addForward(NativeOperations.relu(rectified.values));
        FoldedConvolution.Rotated rotated = new FoldedConvolution(
                        weights.shape(), NativeArrays.values(weights), NativeArrays.values(bias))
                .rotated();
        steps.addBackward(ChannelsLast.convolution(
                rectified.gradient,
                steps.keep(rotated.weights(), rotated.shape()),
                null,
                from.gradient,
                UNIT_STRIDE,
                SAME_SIZE));
        if (!layer.layerConf().maxPooling()) {
            addDerivativeOfRectification(rectified);
            return rectified;
        }
        Wire pooled = wire(batch, rectified.values.size(1) / 2, rectified.values.size(2) / 2, filters);
        steps.addForward(ChannelsLast.maxPooling(rectified.values, pooled.values));
        steps.addBackward(ChannelsLast.maxPoolingGradient(rectified.values, pooled.gradient, rectified.gradient));
        // After the pooling there are a quarter of the values: what is 0 there was 0 before.
        addDerivativeOfRectification(pooled);
        return pooled;
    }

    private Wire pooling(AdaptiveAveragePoolingLayer layer, Wire from) {
        int maps = (int) from.values.size(3);
        MapSummary summary = layer.summary(batch * maps, (int) from.values.size(1), (int) from.values.size(2));
        float[] values = new float[summary.length()];
        float[] summaries = new float[batch * maps * summary.valuesPerMap()];
        Wire pooled = wire(batch, (long) maps * summary.valuesPerMap());
        steps.addForward(() -> {
            ChannelsLast.read(from.values, values);
            summary.forward(values, summaries);
            NativeArrays.write(summaries, pooled.values);
        });
        steps.addBackward(() -> {
            NativeArrays.read(pooled.gradient, summaries);
            summary.backward(summaries, values);
            ChannelsLast.write(values, from.gradient);
        });
        return pooled;
    }

    private Wire dense(Layer layer, Wire from, boolean rectified) {
        INDArray weights = steps.keepCopy(layer.getParam(DefaultParamInitializer.WEIGHT_KEY));
        INDArray bias = steps.keepCopy(layer.getParam(DefaultParamInitializer.BIAS_KEY));
        Wire to = wire(batch, weights.size(1));
        steps.addForward(NativeOperations.matrixProduct(from.values, weights, to.values));
        steps.addForward(NativeOperations.add(to.values, bias, to.values));
        steps.addBackward(NativeOperations.matrixProductWithTranspose(to.gradient, weights, from.gradient));
        if (rectified) {
            steps.addForward(NativeOperations.relu(to.values));
            addDerivativeOfRectification(to);
        }
        return to;
    }

    private void addDerivativeOfRectification(Wire rectified) {
        INDArray derivative = steps.keep(rectified.values.shape());
        steps.addBackward(NativeOperations.multiply(rectified.gradient, derivative, rectified.gradient));
        steps.addBackward(NativeOperations.step(rectified.values, derivative));
    }

    private Wire wire(long... shape) {
        return new Wire(steps.keep(shape), steps.keep(shape));
    }

    private static void requireLength(String name, float[] values, int length) {
        if (values.length != length) {
            throw new IllegalArgumentException(name + " must have " + length + " values: " + values.length);
        }
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }

    /** The names of keras.applications.VGG16: block1_conv1 to block5_conv3, then fc1, fc2 and so on. */
    private static final class LayerNames {
        private int block = 1;
        private int convolution;
        private int dense;

        String convolution(boolean lastOfBlock) {
            convolution++;
            String name = "block" + block + "_conv" + convolution;
            if (lastOfBlock) {
                block++;
                convolution = 0;
            }
            return name;
        }

        String dense() {
            dense++;
            return "fc" + dense;
        }
    }
}
