package io.reverie.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Brings the weights of keras.applications.VGG16 into a {@link Vgg16}, from an HDF5 file as Keras writes it: weights alone
 * ({@code vgg16_weights_tf_dim_ordering_tf_kernels.h5} and {@code …_notop.h5}) or a whole model, with any names of the
 * arrays inside a layer's group.
 *
 * <p>Keras's kernels are {@code [rows, columns, in, out]}, DL4J's {@code [out, in, rows, columns]}; both are
 * cross-correlations. Keras trained on blue, green and red, so that the first kernel's inputs are exchanged. The inputs of
 * {@code fc1} come row by row with the channels innermost in Keras, channel by channel here. The network's scaling must be
 * one of those for Keras's ImageNet weights, see {@link InputScaling}.
 */
public final class KerasWeights {
    private static final String MODEL_GROUP = "model_weights";
    private static final List<String> DENSE_LAYERS = List.of("fc1", "fc2");

    /**
     * What an import did.
     *
     * @param layers Keras's names of the layers that were taken
     * @param fresh Keras's names of the layers that the file does not have, which keep the weights they had
     */
    public record Imported(List<String> layers, List<String> fresh) {
        public Imported {
            layers = List.copyOf(layers);
            fresh = List.copyOf(fresh);
        }
    }

    /** A layer of the network and the arrays of the file that belong to it. */
    private record Source(String name, Layer layer, String kernel, String bias) {}

    private final Hdf5File file;
    private final String root;

    private KerasWeights(Hdf5File file) throws IOException {
        this.file = file;
        root = file.hasGroup("/", MODEL_GROUP) ? "/" + MODEL_GROUP : "/";
    }

    /**
     * Replaces the weights of the convolutions and, where the file has them, of the two wide layers; those of the head
     * stay. Nothing is replaced where anything is wrong with the file's shapes.
     *
     * @param path the HDF5 file
     * @param network made by {@link Vgg16}
     * @throws IOException without the file's name, if it cannot be read or is not HDF5; if a layer is missing or has another shape, with the
     *     layer's name and the shape it must have; if a weight is not finite
     */
    public static Imported read(Path path, MultiLayerNetwork network) throws IOException {
        try (Hdf5File file = new Hdf5File(path)) {
            if (!(network.getLayerWiseConfigurations().getInputPreProcess(0) instanceof PicturePreProcessor)) {
                throw new IllegalArgumentException("the network must be " + Vgg16.NAME);
            }
            return new KerasWeights(file).read(network);
        }
    }

    private Imported read(MultiLayerNetwork network) throws IOException {
        List<Source> convolutions = new ArrayList<>();
        List<Source> dense = new ArrayList<>();
        boolean withDense = file.hasGroup(root, DENSE_LAYERS.get(0)) || file.hasGroup(root, DENSE_LAYERS.get(1));
        int block = 1;
        int inBlock = 1;
        for (Layer layer : network.getLayers()) {
            Layer plain = layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer;
            if (plain instanceof RectifiedConvolutionLayer convolution) {
                INDArray weights = plain.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
                convolutions.add(source(
                        "block" + block + "_conv" + inBlock,
                        plain,
                        weights.size(2),
                        weights.size(3),
                        weights.size(1),
                        weights.size(0)));
                inBlock = convolution.layerConf().maxPooling() ? 1 : inBlock + 1;
                block += convolution.layerConf().maxPooling() ? 1 : 0;
            } else if (withDense && plain.numParams() > 0 && dense.size() < DENSE_LAYERS.size()) {
                dense.add(source(
                        DENSE_LAYERS.get(dense.size()),
                        plain,
                        plain.getParam(DefaultParamInitializer.WEIGHT_KEY).shape()));
            }
        }
        for (Source source : convolutions) {
            readConvolution(source, source == convolutions.get(0));
        }
        for (Source source : dense) {
            readDense(source, source == dense.get(0) ? Vgg16.POOLED_SIZE * Vgg16.POOLED_SIZE : 1);
        }
        List<String> names = new ArrayList<>();
        convolutions.forEach(source -> names.add(source.name));
        dense.forEach(source -> names.add(source.name));
        return new Imported(names, withDense ? List.of() : DENSE_LAYERS);
    }

    /** Finds kernel and bias by their shapes: their names differ among Keras's versions. */
    private Source source(String name, Layer layer, long... kernelShape) throws IOException {
        long[] biasShape = {kernelShape[kernelShape.length - 1]};
        String wanted = "layer " + name + " must have a kernel " + Arrays.toString(kernelShape) + " and a bias "
                + Arrays.toString(biasShape);
        if (!file.hasGroup(root, name)) {
            throw new IOException("not Keras's weights of VGG16: " + wanted + ", but there is no such layer");
        }
        String kernel = null;
        String bias = null;
        List<String> found = new ArrayList<>();
        for (String array : file.arrays(Hdf5File.child(root, name))) {
            long[] shape = file.shape(array);
            found.add(Arrays.toString(shape));
            if (Arrays.equals(shape, kernelShape)) {
                kernel = array;
            } else if (Arrays.equals(shape, biasShape)) {
                bias = array;
            }
        }
        if (kernel == null || bias == null || found.size() != 2) {
            throw new IOException("not Keras's weights of VGG16: " + wanted + ": " + found);
        }
        return new Source(name, layer, kernel, bias);
    }

    private void readConvolution(Source source, boolean blueFirst) throws IOException {
        INDArray weights = source.layer.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        int outputs = (int) weights.size(0);
        int inputs = (int) weights.size(1);
        int taps = (int) (weights.size(2) * weights.size(3));
        float[] from = finite(source, file.read(source.kernel, 0, weights.size(2)));
        float[] to = new float[from.length];
        int index = 0;
        for (int tap = 0; tap < taps; tap++) {
            for (int input = 0; input < inputs; input++) {
                int target = blueFirst ? inputs - 1 - input : input;
                for (int output = 0; output < outputs; output++, index++) {
                    to[(output * inputs + target) * taps + tap] = from[index];
                }
            }
        }
        assign(weights, to, weights.shape());
        readBias(source, source.layer.getParam(ConvolutionParamInitializer.BIAS_KEY));
    }

    /** @param positions places whose channels lie side by side in Keras's inputs; here each channel's places do */
    private void readDense(Source source, int positions) throws IOException {
        INDArray weights = source.layer.getParam(DefaultParamInitializer.WEIGHT_KEY);
        long channels = weights.size(0) / positions;
        for (int position = 0; position < positions; position++) {
            float[] rows = finite(source, file.read(source.kernel, position * channels, channels));
            INDArray targets =
                    weights.get(NDArrayIndex.interval(position, positions, weights.size(0)), NDArrayIndex.all());
            assign(targets, rows, channels, weights.size(1));
        }
        readBias(source, source.layer.getParam(DefaultParamInitializer.BIAS_KEY));
    }

    private void readBias(Source source, INDArray bias) throws IOException {
        assign(bias, finite(source, file.read(source.bias, 0, bias.length())), bias.shape());
    }

    private static float[] finite(Source source, float[] values) throws IOException {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IOException("layer " + source.name + " must have finite weights: " + value);
            }
        }
        return values;
    }

    private static void assign(INDArray target, float[] values, long... shape) {
        try (INDArray copy = NativeArrays.copyOf(values, shape)) {
            target.assign(copy);
        }
    }
}
