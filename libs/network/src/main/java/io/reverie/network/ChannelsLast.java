package io.reverie.network;

import java.nio.FloatBuffer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * Maps whose channels lie next to each other, {@code [batch, rows, columns, channels]}, as oneDNN's convolutions want
 * them: maps in the usual order are brought into this one and back before and after every convolution, which takes as long
 * as the convolution itself where there are few channels. The usual order is {@code [batch, channels, rows, columns]}.
 */
final class ChannelsLast {
    private static final int WEIGHTS_OUT_IN_ROWS_COLUMNS = 1;
    private static final int CHANNELS_LAST = 1;
    private static final int[] POOLING_2_BY_2 = {2, 2, 2, 2, 0, 0, 1, 1, 0, 0, CHANNELS_LAST};

    private ChannelsLast() {}

    /**
     * Cross-correlation, with a bias of one value a channel where {@code bias} is not null.
     *
     * @param weights {@code [out, in, rows, columns]}
     */
    static CustomOp convolution(
            INDArray input, INDArray weights, INDArray bias, INDArray output, int[] stride, int[] padding) {
        DynamicCustomOp.DynamicCustomOpsBuilder operation = DynamicCustomOp.builder("conv2d");
        operation = bias == null ? operation.addInputs(input, weights) : operation.addInputs(input, weights, bias);
        return operation
                .addOutputs(output)
                .addIntegerArguments(
                        (int) weights.size(2),
                        (int) weights.size(3),
                        stride[0],
                        stride[1],
                        padding[0],
                        padding[1],
                        1,
                        1,
                        0,
                        CHANNELS_LAST,
                        WEIGHTS_OUT_IN_ROWS_COLUMNS)
                .build();
    }

    /** Max pooling of 2×2; an odd last row or column is left out. */
    static CustomOp maxPooling(INDArray input, INDArray output) {
        return pooling("maxpool2d", output, input);
    }

    /** Gradient of {@link #maxPooling}; of equal values the first one gets it. */
    static CustomOp maxPoolingGradient(INDArray input, INDArray outputGradient, INDArray inputGradient) {
        return pooling("maxpool2d_bp", inputGradient, input, outputGradient);
    }

    /** Average pooling of 2×2; an odd last row or column is left out. */
    static CustomOp averagePooling(INDArray input, INDArray output) {
        return pooling("avgpool2d", output, input);
    }

    /** Gradient of {@link #averagePooling}; of {@code input} it is the shape that matters. */
    static CustomOp averagePoolingGradient(INDArray input, INDArray outputGradient, INDArray inputGradient) {
        return pooling("avgpool2d_bp", inputGradient, input, outputGradient);
    }

    /** Copies maps in the usual order into an array whose channels are last. */
    static void write(float[] maps, INDArray channelsLast) {
        int channels = (int) channelsLast.size(3);
        if (channels == 1) {
            NativeArrays.write(maps, channelsLast);
            return;
        }
        FloatBuffer values = NativeArrays.buffer(channelsLast);
        int plane = (int) (channelsLast.size(1) * channelsLast.size(2));
        int item = channels * plane;
        for (int start = 0; start < maps.length; start += item) {
            for (int pixel = 0; pixel < plane; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    values.put(start + pixel * channels + channel, maps[start + channel * plane + pixel]);
                }
            }
        }
        NativeArrays.written(channelsLast);
    }

    /** Copies an array whose channels are last into maps in the usual order. */
    static void read(INDArray channelsLast, float[] maps) {
        int channels = (int) channelsLast.size(3);
        if (channels == 1) {
            NativeArrays.read(channelsLast, maps);
            return;
        }
        FloatBuffer values = NativeArrays.buffer(channelsLast);
        int plane = (int) (channelsLast.size(1) * channelsLast.size(2));
        int item = channels * plane;
        for (int start = 0; start < maps.length; start += item) {
            for (int pixel = 0; pixel < plane; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    maps[start + channel * plane + pixel] = values.get(start + pixel * channels + channel);
                }
            }
        }
    }

    private static CustomOp pooling(String name, INDArray output, INDArray... inputs) {
        return DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(output)
                .addIntegerArguments(POOLING_2_BY_2)
                .build();
    }
}
