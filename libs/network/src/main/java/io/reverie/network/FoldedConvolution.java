package io.reverie.network;

import java.util.Map;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution into which the batch norm that follows it is folded: {@code weights · scale / deviation} and {@code
 * shift − mean · scale / deviation}.
 *
 * @param shape of the weights, {@code [out, in, rows, columns]}
 * @param weights in C order
 * @param bias one value for each output channel
 */
record FoldedConvolution(long[] shape, float[] weights, float[] bias) {

    static FoldedConvolution of(ConvolutionBlock block, Map<String, INDArray> parameters) {
        float[] weights = NativeArrays.values(parameters.get(ConvolutionBlockParameters.WEIGHTS));
        float[] scale = NativeArrays.values(parameters.get(ConvolutionBlockParameters.SCALE));
        float[] shift = NativeArrays.values(parameters.get(ConvolutionBlockParameters.SHIFT));
        float[] mean = NativeArrays.values(parameters.get(ConvolutionBlockParameters.RUNNING_MEAN));
        float[] variance = NativeArrays.values(parameters.get(ConvolutionBlockParameters.RUNNING_VARIANCE));
        int perChannel = weights.length / scale.length;
        float[] bias = new float[scale.length];
        for (int channel = 0; channel < scale.length; channel++) {
            double factor = scale[channel] / Math.sqrt(variance[channel] + block.epsilon());
            bias[channel] = (float) (shift[channel] - mean[channel] * factor);
            for (int index = channel * perChannel; index < (channel + 1) * perChannel; index++) {
                weights[index] = (float) (weights[index] * factor);
            }
        }
        return new FoldedConvolution(block.weightShape(), weights, bias);
    }

    /** The convolution of stride 1 that does the same to rearranged inputs. */
    FoldedConvolution rearranged(SpaceToDepth rearrangement) {
        int blockRows = SpaceToDepth.blocks((int) shape[2], rearrangement.strideRows());
        int blockColumns = SpaceToDepth.blocks((int) shape[3], rearrangement.strideColumns());
        long channels = shape[1] * rearrangement.strideRows() * rearrangement.strideColumns();
        float[] rearranged = new float[Math.toIntExact(shape[0] * channels * blockRows * blockColumns)];
        rearrangement.toDepth(
                weights,
                (int) (shape[0] * shape[1]),
                (int) shape[2],
                (int) shape[3],
                0,
                0,
                rearranged,
                blockRows,
                blockColumns);
        return new FoldedConvolution(new long[] {shape[0], channels, blockRows, blockColumns}, rearranged, bias);
    }

    /** The kernel of the gradient with respect to the input: rotated by 180°, input and output channels exchanged. */
    Rotated rotated() {
        int outputs = (int) shape[0];
        int inputs = (int) shape[1];
        int kernelSize = (int) (shape[2] * shape[3]);
        float[] rotated = new float[weights.length];
        for (int output = 0; output < outputs; output++) {
            for (int in = 0; in < inputs; in++) {
                int from = (output * inputs + in) * kernelSize;
                int to = (in * outputs + output) * kernelSize;
                for (int tap = 0; tap < kernelSize; tap++) {
                    rotated[to + kernelSize - 1 - tap] = weights[from + tap];
                }
            }
        }
        return new Rotated(new long[] {inputs, outputs, shape[2], shape[3]}, rotated);
    }

    /** A kernel {@code [in, out, rows, columns]} in C order. */
    record Rotated(long[] shape, float[] weights) {}
}
