package io.reverie.network;

import java.util.List;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Narrow networks of VGG16's shape, and their input. */
final class Vgg16Networks {
    static final Vgg16Widths NARROW = new Vgg16Widths(
            List.of(List.of(3, 4), List.of(4, 5), List.of(5, 6, 6), List.of(6, 7, 7), List.of(8, 8, 8)), 12, 6);

    private Vgg16Networks() {}

    static Vgg16Parameters parameters(
            int channels, int rows, int frames, int labels, double dropout, Vgg16Parameters.Trainable trainable) {
        return new Vgg16Parameters(
                channels,
                rows,
                frames,
                labels,
                OptimiserParameters.adamW(100, 1e-3, 0, 0.01),
                dropout,
                trainable,
                InputScaling.pictures(),
                5);
    }

    /** Narrow, with weights as large as layers of that width need to let a signal through, and biases other than 0. */
    static MultiLayerNetwork network(int channels, int rows, int frames, int labels) {
        MultiLayerNetwork network =
                Vgg16.create(parameters(channels, rows, frames, labels, 0, Vgg16Parameters.Trainable.ALL), NARROW);
        network.paramTable().forEach((name, values) -> {
            if (name.startsWith("14_W") || name.startsWith("15_W")) {
                values.muli(20);
            } else if (name.endsWith("_b")) {
                for (int index = 0; index < values.length(); index++) {
                    values.putScalar(index, 0.1 * Math.cos(index + name.length()));
                }
            }
        });
        return network;
    }

    /** Features from 0 to 1, [batch, channels, rows, frames]. */
    static float[] features(int length, long seed) {
        float[] noise = Networks.noise(length, seed);
        for (int index = 0; index < length; index++) {
            noise[index] = (float) (1 / (1 + Math.exp(-2 * noise[index])));
        }
        return noise;
    }

    /** The pictures that the scaling (x − 0.5) / 0.5 makes of features of one or two channels, [batch][3][rows][frames]. */
    static double[][][][] pictures(float[] features, int batch, int channels, int rows, int frames) {
        double[][][][] pictures = new double[batch][3][rows][frames];
        for (int item = 0; item < batch; item++) {
            for (int colour = 0; colour < 3; colour++) {
                for (int index = 0; index < rows * frames; index++) {
                    double value = channels == 1
                            ? features[item * rows * frames + index]
                            : colour < 2 ? features[(item * 2 + colour) * rows * frames + index] : 0;
                    pictures[item][colour][index / frames][index % frames] = 2 * value - 1;
                }
            }
        }
        return pictures;
    }
}
