package io.reverie.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays that a {@link ConvolutionBlockLayer} keeps for one shape of input, outside DL4J's workspaces. */
final class ConvolutionBlockBuffers implements AutoCloseable {
    private final long[] inputShape;
    private final List<INDArray> arrays = new ArrayList<>();
    private final FirstLayerGradient firstLayer;

    /** The convolution's output. */
    final INDArray convolved;

    /** The gradient with respect to it. */
    final INDArray gradient;

    final BatchNormalization normalization;

    ConvolutionBlockBuffers(ConvolutionBlock block, long[] inputShape, boolean firstLayer) {
        this.inputShape = inputShape.clone();
        long batch = inputShape[0];
        long channels = block.getNOut();
        int rows = block.convolvedSize(inputShape[2], 0);
        int columns = block.convolvedSize(inputShape[3], 1);
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "input must be at least as large as the kernel: " + Arrays.toString(inputShape));
        }
        convolved = keep(batch, channels, rows, columns);
        gradient = keep(batch, channels, rows, columns);
        normalization = new BatchNormalization((int) batch, (int) channels, rows, columns, block.averagePooling());
        this.firstLayer = firstLayer ? new FirstLayerGradient(block, rows, columns) : null;
    }

    boolean fit(INDArray input) {
        return Arrays.equals(inputShape, input.shape());
    }

    /** Gradient with respect to the weights of a network's first layer. */
    void firstLayerWeightGradient(INDArray input, INDArray weights, INDArray outputGradient, INDArray weightGradient) {
        firstLayer.weightGradient(input, weights, outputGradient, weightGradient);
    }

    @Override
    public void close() {
        arrays.forEach(INDArray::close);
    }

    private INDArray keep(long... shape) {
        INDArray array = NativeArrays.allocate(shape);
        arrays.add(array);
        return array;
    }

    /**
     * The gradient through {@link SpaceToDepth}, in the backward pass only: the convolution with respect to the weights
     * is four times faster so.
     */
    private final class FirstLayerGradient {
        private static final int[] STRIDE = {1, 1};
        private static final int[] NO_PADDING = {0, 0};

        private final ConvolutionBlock block;
        private final SpaceToDepth rearrangement;
        private final int kernelRows;
        private final int kernelColumns;
        private final int depthRows;
        private final int depthColumns;
        private final INDArray depth;
        private final INDArray depthGradient;
        private final INDArray depthWeights;
        private final INDArray depthWeightGradient;
        private final float[] imageValues;
        private final float[] depthValues;
        private final float[] weightValues;
        private final float[] depthWeightValues;

        FirstLayerGradient(ConvolutionBlock block, int rows, int columns) {
            this.block = block;
            int[] stride = block.stride();
            rearrangement = new SpaceToDepth(stride[0], stride[1]);
            kernelRows = SpaceToDepth.blocks(block.kernel()[0], stride[0]);
            kernelColumns = SpaceToDepth.blocks(block.kernel()[1], stride[1]);
            depthRows = rows + kernelRows - 1;
            depthColumns = columns + kernelColumns - 1;
            long channels = block.getNIn() * stride[0] * stride[1];
            depth = keep(inputShape[0], channels, depthRows, depthColumns);
            depthGradient = keep(depth.shape());
            depthWeights = keep(block.getNOut(), channels, kernelRows, kernelColumns);
            depthWeightGradient = keep(depthWeights.shape());
            imageValues = new float[Math.toIntExact(Arrays.stream(inputShape).reduce(1, Math::multiplyExact))];
            depthValues = new float[Math.toIntExact(depth.length())];
            weightValues =
                    new float[Math.toIntExact(Arrays.stream(block.weightShape()).reduce(1, Math::multiplyExact))];
            depthWeightValues = new float[Math.toIntExact(depthWeights.length())];
        }

        void weightGradient(INDArray input, INDArray weights, INDArray outputGradient, INDArray weightGradient) {
            NativeArrays.read(NativeArrays.contiguous(input), imageValues);
            rearrangement.toDepth(
                    imageValues,
                    (int) (inputShape[0] * inputShape[1]),
                    (int) inputShape[2],
                    (int) inputShape[3],
                    block.padding()[0],
                    block.padding()[1],
                    depthValues,
                    depthRows,
                    depthColumns);
            NativeArrays.write(depthValues, depth);
            NativeArrays.read(weights, weightValues);
            rearrangement.toDepth(
                    weightValues,
                    weightPlanes(),
                    block.kernel()[0],
                    block.kernel()[1],
                    0,
                    0,
                    depthWeightValues,
                    kernelRows,
                    kernelColumns);
            NativeArrays.write(depthWeightValues, depthWeights);
            Nd4j.exec(NativeOperations.convolutionGradient(
                    depth, depthWeights, outputGradient, depthGradient, depthWeightGradient, STRIDE, NO_PADDING));
            NativeArrays.read(depthWeightGradient, depthWeightValues);
            rearrangement.fromDepth(
                    depthWeightValues,
                    weightPlanes(),
                    block.kernel()[0],
                    block.kernel()[1],
                    0,
                    0,
                    weightValues,
                    kernelRows,
                    kernelColumns);
            NativeArrays.write(weightValues, weightGradient);
        }

        private int weightPlanes() {
            return (int) (block.getNOut() * block.getNIn());
        }
    }
}
