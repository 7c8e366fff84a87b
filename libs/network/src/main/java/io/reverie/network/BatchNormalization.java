package io.reverie.network;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm (Ioffe and Szegedy 2015), ReLU and average pooling of 2×2 after a convolution, forward and backward, for one
 * shape {@code [batch, channels, rows, columns]}:
 *
 * <pre>
 * n = (x − mean) / sqrt(variance + epsilon)      over batch, rows and columns of a channel, the biased variance
 * y = max(0, scale · n + shift)
 * ∂x = scale / sqrt(variance + epsilon) · (∂y' − mean(∂y') − n · mean(∂y' · n)),   ∂y' = ∂y where y &gt; 0, else 0
 * </pre>
 *
 * <p>A channel is read once, stays in the processor's cache until all is done, and is written once; as operations of
 * libnd4j on whole arrays the same takes eighteen passes through memory. Channels are independent of each other and are
 * spread over {@link ForkJoinPool#commonPool}: the result does not depend on the number of threads.
 *
 * <p>An odd last row or column is left out by the pooling. For one thread at a time.
 */
final class BatchNormalization {
    /** Times this, every positive float of normal size is at least 1. */
    private static final float HUGE = 3e38f;

    private final int batch;
    private final int channels;
    private final int columns;
    private final int plane;
    private final boolean pooling;
    private final int outputRows;
    private final int outputColumns;
    private final int outputPlane;
    private final int valuesPerChannel;

    /**
     * What is kept from a forward run for the backward run, {@code [channels][batch][rows · columns]}. An array a plane: the
     * compiler makes vector instructions only of loops in which all arrays are read and written at the same index.
     */
    private final float[][][] normalized;

    private final float[] mean;
    private final float[] variance;
    private final float[] inverseDeviation;

    /** Of each thread that works at once. */
    private final Scratch[] scratch;

    /**
     * @param pooling whether averages of 2×2 are taken in the end
     */
    BatchNormalization(int batch, int channels, int rows, int columns, boolean pooling) {
        this.batch = batch;
        this.channels = channels;
        this.columns = columns;
        this.pooling = pooling;
        plane = rows * columns;
        outputRows = pooling ? rows / 2 : rows;
        outputColumns = pooling ? columns / 2 : columns;
        outputPlane = outputRows * outputColumns;
        valuesPerChannel = batch * plane;
        normalized = new float[channels][batch][plane];
        mean = new float[channels];
        variance = new float[channels];
        inverseDeviation = new float[channels];
        scratch = new Scratch[Math.min(channels, ForkJoinPool.getCommonPoolParallelism() + 1)];
        Arrays.setAll(scratch, worker -> new Scratch());
    }

    /** The mean of each channel in the last forward run. */
    float[] mean() {
        return mean;
    }

    /** The biased variance of each channel in the last forward run. */
    float[] variance() {
        return variance;
    }

    /** Values that one channel's mean is taken over. */
    int valuesPerChannel() {
        return valuesPerChannel;
    }

    /**
     * Normalises by the batch's own statistics.
     *
     * @param input {@code [batch, channels, rows, columns]}, contiguous
     * @param output {@code [batch, channels, rows', columns']}, contiguous
     */
    void forward(INDArray input, float[] scale, float[] shift, double epsilon, INDArray output) {
        FloatBuffer from = NativeArrays.buffer(input);
        FloatBuffer to = NativeArrays.buffer(output);
        forEachChannel((own, channel) -> {
            float[][] values = normalized[channel];
            float[] sums = own.first;
            Arrays.fill(sums, 0);
            for (int item = 0; item < batch; item++) {
                from.get((item * channels + channel) * plane, values[item]);
                add(values[item], sums);
            }
            mean[channel] = (float) (sum(sums) / valuesPerChannel);
            Arrays.fill(sums, 0);
            for (float[] item : values) {
                centre(item, mean[channel], sums);
            }
            double channelVariance = sum(sums) / valuesPerChannel;
            variance[channel] = (float) channelVariance;
            inverseDeviation[channel] = (float) (1 / Math.sqrt(channelVariance + epsilon));
            rectify(channel, inverseDeviation[channel], scale[channel], shift[channel], own, to);
        });
        NativeArrays.written(output);
    }

    /**
     * Normalises by given statistics.
     *
     * @param input {@code [batch, channels, rows, columns]}, contiguous
     * @param output {@code [batch, channels, rows', columns']}, contiguous
     */
    void forward(
            INDArray input,
            float[] givenMean,
            float[] givenVariance,
            float[] scale,
            float[] shift,
            double epsilon,
            INDArray output) {
        FloatBuffer from = NativeArrays.buffer(input);
        FloatBuffer to = NativeArrays.buffer(output);
        forEachChannel((own, channel) -> {
            for (int item = 0; item < batch; item++) {
                float[] values = normalized[channel][item];
                from.get((item * channels + channel) * plane, values);
                subtract(values, givenMean[channel]);
            }
            rectify(
                    channel,
                    (float) (1 / Math.sqrt(givenVariance[channel] + epsilon)),
                    scale[channel],
                    shift[channel],
                    own,
                    to);
        });
        NativeArrays.written(output);
    }

    /**
     * Gradients of the last forward run by the batch's own statistics.
     *
     * @param outputGradient {@code [batch, channels, rows', columns']}, contiguous
     * @param scale and {@code shift} of the forward run
     * @param inputGradient {@code [batch, channels, rows, columns]}, contiguous; is replaced
     * @param scaleGradient one value a channel; is replaced
     * @param shiftGradient one value a channel; is replaced
     */
    void backward(
            INDArray outputGradient,
            float[] scale,
            float[] shift,
            INDArray inputGradient,
            float[] scaleGradient,
            float[] shiftGradient) {
        FloatBuffer from = NativeArrays.buffer(outputGradient);
        FloatBuffer to = NativeArrays.buffer(inputGradient);
        forEachChannel((own, channel) -> {
            Arrays.fill(own.first, 0);
            Arrays.fill(own.second, 0);
            for (int item = 0; item < batch; item++) {
                spread(from, (item * channels + channel) * outputPlane, own);
                keepWherePositive(
                        own.gradient,
                        normalized[channel][item],
                        scale[channel],
                        shift[channel],
                        own.passed[item],
                        own.first,
                        own.second);
            }
            double sum = sum(own.first);
            double product = sum(own.second);
            shiftGradient[channel] = (float) sum;
            scaleGradient[channel] = (float) product;
            float factor = scale[channel] * inverseDeviation[channel];
            float ofNormalized = (float) (-factor * product / valuesPerChannel);
            float constant = (float) (-factor * sum / valuesPerChannel);
            for (int item = 0; item < batch; item++) {
                combine(own.passed[item], normalized[channel][item], factor, ofNormalized, constant);
                to.put((item * channels + channel) * plane, own.passed[item]);
            }
        });
        NativeArrays.written(inputGradient);
    }

    private void forEachChannel(ObjIntConsumer<Scratch> work) {
        IntStream.range(0, scratch.length).parallel().forEach(worker -> {
            for (int channel = worker; channel < channels; channel += scratch.length) {
                work.accept(scratch[worker], channel);
            }
        });
    }

    private static void add(float[] values, float[] sums) {
        for (int i = 0; i < values.length; i++) {
            sums[i] += values[i];
        }
    }

    private static void subtract(float[] values, float mean) {
        for (int i = 0; i < values.length; i++) {
            values[i] -= mean;
        }
    }

    private static void centre(float[] values, float mean, float[] squares) {
        for (int i = 0; i < values.length; i++) {
            float centred = values[i] - mean;
            values[i] = centred;
            squares[i] += centred * centred;
        }
    }

    /** From centred values to the output of a channel; leaves them normalised. */
    private void rectify(int channel, float inverse, float scale, float shift, Scratch own, FloatBuffer to) {
        for (int item = 0; item < batch; item++) {
            normalizeAndRectify(normalized[channel][item], inverse, scale, shift, own.plane);
            int target = (item * channels + channel) * outputPlane;
            if (pooling) {
                pool(own.plane, own.output);
                to.put(target, own.output);
            } else {
                to.put(target, own.plane);
            }
        }
    }

    private static void normalizeAndRectify(
            float[] values, float inverse, float scale, float shift, float[] rectified) {
        for (int i = 0; i < values.length; i++) {
            float value = values[i] * inverse;
            values[i] = value;
            rectified[i] = Math.max(0f, scale * value + shift);
        }
    }

    private void pool(float[] values, float[] averages) {
        int to = 0;
        for (int row = 0; row < outputRows; row++) {
            int upper = 2 * row * columns;
            int lower = upper + columns;
            for (int column = 0; column < outputColumns; column++, to++, upper += 2, lower += 2) {
                averages[to] = 0.25f * (values[upper] + values[upper + 1] + (values[lower] + values[lower + 1]));
            }
        }
    }

    /** The gradient of a plane before pooling; what the pooling leaves out stays 0. */
    private void spread(FloatBuffer from, int start, Scratch own) {
        if (!pooling) {
            from.get(start, own.gradient);
            return;
        }
        float[] averages = own.output;
        float[] gradient = own.gradient;
        from.get(start, averages);
        int at = 0;
        for (int row = 0; row < outputRows; row++) {
            int upper = 2 * row * columns;
            int to = upper;
            for (int end = at + outputColumns; at < end; at++, to += 2) {
                float quarter = 0.25f * averages[at];
                gradient[to] = quarter;
                gradient[to + 1] = quarter;
            }
            System.arraycopy(gradient, upper, gradient, upper + columns, 2 * outputColumns);
        }
    }

    /** ReLU's gradient of a plane, and its sums with and without the normalised values. Without a branch: it is random. */
    private static void keepWherePositive(
            float[] gradient,
            float[] values,
            float scale,
            float shift,
            float[] passed,
            float[] sums,
            float[] products) {
        for (int i = 0; i < values.length; i++) {
            float value = values[i];
            float step = Math.min(1f, Math.max(0f, scale * value + shift) * HUGE);
            float kept = gradient[i] * step;
            passed[i] = kept;
            sums[i] += kept;
            products[i] += kept * value;
        }
    }

    private static void combine(float[] gradient, float[] values, float factor, float ofNormalized, float constant) {
        for (int i = 0; i < values.length; i++) {
            gradient[i] = factor * gradient[i] + (ofNormalized * values[i] + constant);
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }

    /** Arrays that one thread works in. */
    private final class Scratch {
        private final float[] plane = new float[BatchNormalization.this.plane];
        private final float[] gradient = new float[plane.length];
        private final float[] first = new float[plane.length];
        private final float[] second = new float[plane.length];
        private final float[] output = new float[outputPlane];
        private final float[][] passed = new float[batch][plane.length];
    }
}
