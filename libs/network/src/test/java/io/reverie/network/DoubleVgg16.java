package io.reverie.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * VGG16 written out in plain Java in double precision, forward only and sharing nothing with the code under test but the
 * weights: the reference for outputs and, by central differences, for gradients.
 */
final class DoubleVgg16 {
    private static final boolean[] POOLED = {
        false, true, false, true, false, false, true, false, false, true, false, false, true
    };
    private static final int CONVOLUTIONS = POOLED.length;
    private static final int SIZE = 7;

    /** Every parameter in C order by DL4J's name; tests change values in place. */
    final Map<String, double[]> parameters = new TreeMap<>();

    /** Output of each rectified layer for the last picture, after its pooling, [channels, rows, columns] in C order. */
    final List<double[]> layerOutputs = new ArrayList<>();

    DoubleVgg16(MultiLayerNetwork network) {
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            parameters.put(
                    parameter.getKey(), parameter.getValue().dup('c').data().asDouble());
        }
    }

    /** Logits of one picture of three colours, scaled as the network wants it. */
    double[] logits(double[][][] picture) {
        layerOutputs.clear();
        double[][][] maps = picture;
        for (int layer = 0; layer < CONVOLUTIONS; layer++) {
            maps = convolve(maps, parameters.get(layer + "_W"), parameters.get(layer + "_b"));
            if (POOLED[layer]) {
                maps = pool(maps);
            }
            layerOutputs.add(Arrays.stream(maps)
                    .flatMap(Arrays::stream)
                    .flatMapToDouble(Arrays::stream)
                    .toArray());
        }
        double[] values = average(maps);
        for (int layer = CONVOLUTIONS + 1; layer <= CONVOLUTIONS + 4; layer++) {
            values = dense(values, layer, layer < CONVOLUTIONS + 4);
            if (layer < CONVOLUTIONS + 4) {
                layerOutputs.add(values);
            }
        }
        return values;
    }

    /** Mean cross entropy of a batch. */
    double loss(double[][][][] pictures, double[][] labels) {
        double loss = 0;
        for (int item = 0; item < pictures.length; item++) {
            double[] probabilities = DoubleNetwork.softmax(logits(pictures[item]));
            for (int label = 0; label < probabilities.length; label++) {
                loss -= labels[item][label] * Math.log(probabilities[label]);
            }
        }
        return loss / pictures.length;
    }

    private static double[][][] convolve(double[][][] input, double[] weights, double[] bias) {
        int rows = input[0].length;
        int columns = input[0][0].length;
        double[][][] output = new double[bias.length][rows][columns];
        for (int out = 0; out < bias.length; out++) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    double sum = bias[out];
                    for (int in = 0; in < input.length; in++) {
                        for (int tap = 0; tap < 9; tap++) {
                            int fromRow = row + tap / 3 - 1;
                            int fromColumn = column + tap % 3 - 1;
                            if (fromRow >= 0 && fromRow < rows && fromColumn >= 0 && fromColumn < columns) {
                                sum += weights[(out * input.length + in) * 9 + tap] * input[in][fromRow][fromColumn];
                            }
                        }
                    }
                    output[out][row][column] = Math.max(0, sum);
                }
            }
        }
        return output;
    }

    private static double[][][] pool(double[][][] maps) {
        double[][][] pooled = new double[maps.length][maps[0].length / 2][maps[0][0].length / 2];
        for (int map = 0; map < maps.length; map++) {
            for (int row = 0; row < pooled[map].length; row++) {
                for (int column = 0; column < pooled[map][row].length; column++) {
                    double[] upper = maps[map][2 * row];
                    double[] lower = maps[map][2 * row + 1];
                    pooled[map][row][column] = Math.max(
                            Math.max(upper[2 * column], upper[2 * column + 1]),
                            Math.max(lower[2 * column], lower[2 * column + 1]));
                }
            }
        }
        return pooled;
    }

    private static double[] average(double[][][] maps) {
        int rows = maps[0].length;
        int columns = maps[0][0].length;
        double[] averages = new double[maps.length * SIZE * SIZE];
        for (int index = 0; index < averages.length; index++) {
            int binRow = index / SIZE % SIZE;
            int binColumn = index % SIZE;
            int top = (int) Math.floor((double) binRow * rows / SIZE);
            int bottom = (int) Math.ceil((binRow + 1.0) * rows / SIZE);
            int left = (int) Math.floor((double) binColumn * columns / SIZE);
            int right = (int) Math.ceil((binColumn + 1.0) * columns / SIZE);
            for (int row = top; row < bottom; row++) {
                for (int column = left; column < right; column++) {
                    averages[index] += maps[index / (SIZE * SIZE)][row][column] / ((bottom - top) * (right - left));
                }
            }
        }
        return averages;
    }

    private double[] dense(double[] input, int layer, boolean rectified) {
        double[] weights = parameters.get(layer + "_W");
        double[] output = parameters.get(layer + "_b").clone();
        for (int out = 0; out < output.length; out++) {
            for (int in = 0; in < input.length; in++) {
                output[out] += weights[in * output.length + out] * input[in];
            }
            output[out] = rectified ? Math.max(0, output[out]) : output[out];
        }
        return output;
    }
}
