package io.reverie.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;

/**
 * The operations of libnd4j that are fast on the processor, with their integer arguments spelled out. Arrays are
 * {@code [batch, channels, rows, columns]}, weights {@code [out, in, rows, columns]}; every output is given.
 */
final class NativeOperations {
    private static final int[] POOLING_2_BY_2 = {2, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0};
    private static final int WEIGHTS_OUT_IN_ROWS_COLUMNS = 1;

    /** Pooling of larger planes takes oneDNN's slow path, which was measured to be 19 times slower. */
    private static final int LARGEST_FAST_PLANE = 7000;

    private NativeOperations() {}

    /** Cross-correlation, with a bias of one value a channel where {@code bias} is not null. */
    static CustomOp convolution(
            INDArray input, INDArray weights, INDArray bias, INDArray output, int[] stride, int[] padding) {
        DynamicCustomOp.DynamicCustomOpsBuilder operation = DynamicCustomOp.builder("conv2d");
        operation = bias == null ? operation.addInputs(input, weights) : operation.addInputs(input, weights, bias);
        return operation
                .addOutputs(output)
                .addIntegerArguments(convolutionArguments(weights, stride, padding))
                .build();
    }

    /** Gradients of a convolution without bias with respect to its input and its weights. */
    static CustomOp convolutionGradient(
            INDArray input,
            INDArray weights,
            INDArray outputGradient,
            INDArray inputGradient,
            INDArray weightGradient,
            int[] stride,
            int[] padding) {
        return DynamicCustomOp.builder("conv2d_bp")
                .addInputs(input, weights, outputGradient)
                .addOutputs(inputGradient, weightGradient)
                .addIntegerArguments(convolutionArguments(weights, stride, padding))
                .build();
    }

    /** Gradients of a convolution with bias and stride 1 with respect to its input, its weights and its bias. */
    static CustomOp convolutionGradient(
            INDArray input,
            INDArray weights,
            INDArray bias,
            INDArray outputGradient,
            INDArray inputGradient,
            INDArray weightGradient,
            INDArray biasGradient,
            int[] padding) {
        return DynamicCustomOp.builder("conv2d_bp")
                .addInputs(input, weights, bias, outputGradient)
                .addOutputs(inputGradient, weightGradient, biasGradient)
                .addIntegerArguments(convolutionArguments(weights, new int[] {1, 1}, padding))
                .build();
    }

    /** Max pooling of 2×2; an odd last row or column is left out. Contiguous arrays in C order. */
    static CustomOp maxPooling(INDArray input, INDArray output) {
        int strips = strips(input);
        return operation(
                "maxpool2d", new INDArray[] {inStrips(input, strips)}, inStrips(output, strips), POOLING_2_BY_2);
    }

    /** Gradient of {@link #maxPooling}; of equal values the first one gets it. */
    static CustomOp maxPoolingGradient(INDArray input, INDArray outputGradient, INDArray inputGradient) {
        int strips = strips(input);
        return operation(
                "maxpool2d_bp",
                new INDArray[] {inStrips(input, strips), inStrips(outputGradient, strips)},
                inStrips(inputGradient, strips),
                POOLING_2_BY_2);
    }

    /** Strips of whole pairs of rows into which a plane can be cut without a copy, so that each is small enough. */
    private static int strips(INDArray input) {
        long rows = input.size(2);
        int strips = 1;
        while (rows * input.size(3) / strips > LARGEST_FAST_PLANE && rows % (4L * strips) == 0) {
            strips *= 2;
        }
        return strips;
    }

    private static INDArray inStrips(INDArray values, int strips) {
        return values.reshape('c', values.size(0), values.size(1) * strips, values.size(2) / strips, values.size(3));
    }

    /** ReLU in place. */
    static CustomOp relu(INDArray values) {
        return DynamicCustomOp.builder("relu")
                .addInputs(values)
                .addOutputs(values)
                .addFloatingPointArguments(0.0)
                .build();
    }

    /** 1 where a value is above 0, else 0: the derivative of ReLU. Faster with a product than libnd4j's relu_bp. */
    static ScalarOp step(INDArray values, INDArray output) {
        return new Step(values, output);
    }

    /** Product with broadcasting. */
    static CustomOp multiply(INDArray left, INDArray right, INDArray output) {
        return operation("multiply", new INDArray[] {left, right}, output);
    }

    /** Sum with broadcasting. */
    static CustomOp add(INDArray left, INDArray right, INDArray output) {
        return operation("add", new INDArray[] {left, right}, output);
    }

    /** Matrix product. */
    static CustomOp matrixProduct(INDArray left, INDArray right, INDArray output) {
        return operation("matmul", new INDArray[] {left, right}, output);
    }

    /** Matrix product with the transpose of the right one. */
    static CustomOp matrixProductWithTranspose(INDArray left, INDArray right, INDArray output) {
        return operation("matmul", new INDArray[] {left, right}, output, 0, 1, 0);
    }

    private static CustomOp operation(String name, INDArray[] inputs, INDArray output, int... integers) {
        DynamicCustomOp.DynamicCustomOpsBuilder operation =
                DynamicCustomOp.builder(name).addInputs(inputs).addOutputs(output);
        if (integers.length > 0) {
            operation = operation.addIntegerArguments(integers);
        }
        return operation.build();
    }

    private static int[] convolutionArguments(INDArray weights, int[] stride, int[] padding) {
        return new int[] {
            (int) weights.size(2),
            (int) weights.size(3),
            stride[0],
            stride[1],
            padding[0],
            padding[1],
            1,
            1,
            0,
            0,
            WEIGHTS_OUT_IN_ROWS_COLUMNS
        };
    }
}
