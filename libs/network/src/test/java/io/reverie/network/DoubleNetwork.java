package io.reverie.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The small network written out in plain Java in double precision, forward only and sharing nothing with the code under
 * test but the weights: the reference for outputs and, by central differences, for gradients.
 */
final class DoubleNetwork {
    private static final int[][] KERNELS = {{5, 7}, {3, 3}, {3, 3}, {3, 3}};
    private static final int[][] PADDINGS = {{2, 3}, {1, 1}, {1, 1}, {1, 1}};
    private static final double EPSILON = 1e-5;

    /** Every parameter in C order by DL4J's name; tests change values in place. */
    final Map<String, double[]> parameters = new TreeMap<>();

    /** Batch mean and unbiased variance of each block in the last run by batch statistics. */
    final List<double[]> batchMeans = new ArrayList<>();

    final List<double[]> batchVariances = new ArrayList<>();

    /** Output of each block in the last run, after its pooling, [batch, channels, rows, columns] in C order. */
    final List<double[]> blockOutputs = new ArrayList<>();

    DoubleNetwork(MultiLayerNetwork network) {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            parameters.put(
                    parameter.getKey(), parameter.getValue().dup('c').data().asDouble());
        }
    }

    int labels() {
        return parameters.get("5_b").length;
    }

    /** Logits [batch, labels] of inputs [batch, channels, rows, frames], by the running statistics. */
    double[][] logits(double[][] inputs, int rows, int frames) {
        return run(inputs, rows, frames, false);
    }

    /** Mean cross entropy of the batch, normalised by the batch's own statistics as in training, without dropout. */
    double trainingLoss(double[][] inputs, int rows, int frames, double[][] labels) {
        double[][] logits = run(inputs, rows, frames, true);
        double loss = 0;
        for (int item = 0; item < logits.length; item++) {
            double[] probabilities = softmax(logits[item]);
            for (int label = 0; label < probabilities.length; label++) {
                loss -= labels[item][label] * Math.log(probabilities[label]);
            }
        }
        return loss / logits.length;
    }

    static double[] softmax(double[] logits) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        double[] probabilities = new double[logits.length];
        for (int label = 0; label < logits.length; label++) {
            probabilities[label] = Math.exp(logits[label]) / sum;
        }
        return probabilities;
    }

    private double[][] run(double[][] inputs, int rows, int frames, boolean byBatch) {
        batchMeans.clear();
        batchVariances.clear();
        blockOutputs.clear();
        int batch = inputs.length;
        int channels = inputs[0].length / (rows * frames);
        double[][][][] maps = new double[batch][channels][rows][frames];
        for (int item = 0; item < batch; item++) {
            for (int row = 0; row < channels * rows; row++) {
                System.arraycopy(inputs[item], row * frames, maps[item][row / rows][row % rows], 0, frames);
            }
        }
        for (int block = 0; block < KERNELS.length; block++) {
            for (int item = 0; item < batch; item++) {
                maps[item] = convolve(maps[item], block, strides(block, rows));
            }
            normalizeAndRectify(maps, block, byBatch);
            if (block < KERNELS.length - 1) {
                for (int item = 0; item < batch; item++) {
                    maps[item] = pool(maps[item]);
                }
            }
            blockOutputs.add(flat(maps));
        }
        double[] weights = parameters.get("5_W");
        double[] bias = parameters.get("5_b");
        double[][] logits = new double[batch][];
        for (int item = 0; item < batch; item++) {
            logits[item] = bias.clone();
            for (int channel = 0; channel < maps[item].length; channel++) {
                double summary = summary(maps[item][channel]);
                for (int label = 0; label < bias.length; label++) {
                    logits[item][label] += summary * weights[channel * bias.length + label];
                }
            }
        }
        return logits;
    }

    private static double[] flat(double[][][][] maps) {
        return Arrays.stream(maps)
                .flatMap(Arrays::stream)
                .flatMap(Arrays::stream)
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static int[] strides(int block, int rows) {
        return block > 0 ? new int[] {1, 1} : new int[] {rows >= 256 ? 4 : 2, 4};
    }

    private double[][][] convolve(double[][][] input, int block, int[] strides) {
        double[] weights = parameters.get(block + "_W");
        int kernelRows = KERNELS[block][0];
        int kernelColumns = KERNELS[block][1];
        int height = (input[0].length + 2 * PADDINGS[block][0] - kernelRows) / strides[0] + 1;
        int width = (input[0][0].length + 2 * PADDINGS[block][1] - kernelColumns) / strides[1] + 1;
        int outputs = weights.length / (input.length * kernelRows * kernelColumns);
        double[][][] output = new double[outputs][height][width];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < input.length; in++) {
                for (int kernelRow = 0; kernelRow < kernelRows; kernelRow++) {
                    for (int kernelColumn = 0; kernelColumn < kernelColumns; kernelColumn++) {
                        double weight = weights[
                                ((out * input.length + in) * kernelRows + kernelRow) * kernelColumns + kernelColumn];
                        for (int row = 0; row < height; row++) {
                            int fromRow = row * strides[0] + kernelRow - PADDINGS[block][0];
                            if (fromRow < 0 || fromRow >= input[in].length) {
                                continue;
                            }
                            for (int column = 0; column < width; column++) {
                                int fromColumn = column * strides[1] + kernelColumn - PADDINGS[block][1];
                                if (fromColumn >= 0 && fromColumn < input[in][fromRow].length) {
                                    output[out][row][column] += weight * input[in][fromRow][fromColumn];
                                }
                            }
                        }
                    }
                }
            }
        }
        return output;
    }

    private void normalizeAndRectify(double[][][][] maps, int block, boolean byBatch) {
        double[] means = parameters.get(block + "_mean").clone();
        double[] variances = parameters.get(block + "_var").clone();
        int channels = maps[0].length;
        long count = (long) maps.length * maps[0][0].length * maps[0][0][0].length;
        if (byBatch) {
            double[] unbiased = new double[channels];
            for (int channel = 0; channel < channels; channel++) {
                double sum = 0;
                for (double[][][] item : maps) {
                    for (double[] row : item[channel]) {
                        for (double value : row) {
                            sum += value;
                        }
                    }
                }
                means[channel] = sum / count;
                double squares = 0;
                for (double[][][] item : maps) {
                    for (double[] row : item[channel]) {
                        for (double value : row) {
                            squares += (value - means[channel]) * (value - means[channel]);
                        }
                    }
                }
                variances[channel] = squares / count;
                unbiased[channel] = squares / (count - 1);
            }
            batchMeans.add(means);
            batchVariances.add(unbiased);
        }
        double[] scale = parameters.get(block + "_gamma");
        double[] shift = parameters.get(block + "_beta");
        for (double[][][] item : maps) {
            for (int channel = 0; channel < channels; channel++) {
                double deviation = Math.sqrt(variances[channel] + EPSILON);
                for (double[] row : item[channel]) {
                    for (int column = 0; column < row.length; column++) {
                        row[column] = Math.max(
                                0, (row[column] - means[channel]) / deviation * scale[channel] + shift[channel]);
                    }
                }
            }
        }
    }

    private static double[][][] pool(double[][][] maps) {
        double[][][] pooled = new double[maps.length][maps[0].length / 2][maps[0][0].length / 2];
        for (int channel = 0; channel < maps.length; channel++) {
            for (int row = 0; row < pooled[channel].length; row++) {
                for (int column = 0; column < pooled[channel][row].length; column++) {
                    double[] upper = maps[channel][2 * row];
                    double[] lower = maps[channel][2 * row + 1];
                    pooled[channel][row][column] =
                            (upper[2 * column] + upper[2 * column + 1] + lower[2 * column] + lower[2 * column + 1]) / 4;
                }
            }
        }
        return pooled;
    }

    private static double summary(double[][] map) {
        double mean = 0;
        double largest = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < map[0].length; column++) {
            double sum = 0;
            for (double[] row : map) {
                sum += row[column];
            }
            mean += sum / map.length / map[0].length;
            largest = Math.max(largest, sum / map.length);
        }
        return mean + largest;
    }
}
