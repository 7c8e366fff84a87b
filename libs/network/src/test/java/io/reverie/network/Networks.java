package io.reverie.network;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.reverie.audio.MelNorm;
import io.reverie.audio.MelParameters;
import io.reverie.audio.MelScale;
import io.reverie.audio.StftParameters;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Networks, models and inputs for tests. */
final class Networks {
    private Networks() {}

    static SmallNetworkParameters parameters(int rows, int frames, int labels, double dropout) {
        return SmallNetworkParameters.of(rows, frames, labels, OptimiserParameters.defaults(100), dropout, 7);
    }

    /** A network after some steps on noise, so that its running statistics are its own. */
    static MultiLayerNetwork trained(int rows, int frames, int labels, int steps) {
        return trained(1, rows, frames, labels, steps);
    }

    static MultiLayerNetwork trained(int channels, int rows, int frames, int labels, int steps) {
        MultiLayerNetwork network = SmallNetwork.create(new SmallNetworkParameters(
                channels,
                rows,
                frames,
                labels,
                SmallNetworkParameters.DEFAULT_WIDTHS,
                OptimiserParameters.defaults(100),
                0.3,
                7));
        try (TrainingBatch batch = new TrainingBatch(4, channels, rows, frames, labels)) {
            for (int step = 0; step < steps; step++) {
                fill(batch, labels, step);
                batch.fit(network);
            }
        }
        return network;
    }

    /** Noise with a slope that depends on the label. */
    static void fill(TrainingBatch batch, int labels, long seed) {
        int size = batch.labels().length / labels;
        float[] noise = noise(batch.features().length, seed);
        Arrays.fill(batch.labels(), 0);
        for (int item = 0; item < size; item++) {
            int label = (int) ((item + seed) % labels);
            batch.labels()[item * labels + label] = 1;
            int length = noise.length / size;
            for (int index = 0; index < length; index++) {
                batch.features()[item * length + index] =
                        noise[item * length + index] + (float) Math.sin(0.05 * (label + 1) * index);
            }
        }
    }

    static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[length];
        for (int index = 0; index < length; index++) {
            noise[index] = (float) random.nextGaussian();
        }
        return noise;
    }

    static MelParameters mel(int bands) {
        return new MelParameters(bands, MelScale.HTK, MelNorm.SLANEY, 0, 0, 2);
    }

    static ModelDescription description(int bands, int segmentFrames, int labels) {
        return description(FeatureKind.LOG_MEL, StftParameters.defaults(), mel(bands), segmentFrames, labels);
    }

    static ModelDescription description(
            FeatureKind kind, StftParameters stft, MelParameters mel, int segmentFrames, int labels) {
        int rows = kind.channels() * kind.rows(stft, mel);
        float[] mean = noise(rows, 3);
        float[] deviation = new float[rows];
        Arrays.fill(deviation, 1.3f);
        List<String> names =
                IntStream.range(0, labels).mapToObj(label -> "label-" + label).toList();
        TreeMap<String, Double> metrics = new TreeMap<>();
        metrics.put("validationTrackAccuracy", 0.9);
        return new ModelDescription(
                "genres", kind.text(), SmallNetwork.NAME, names, stft, mel, segmentFrames, mean, deviation, metrics);
    }

    static Model model(int bands, int frames, int labels) {
        return new Model(description(bands, frames, labels), trained(bands, frames, labels, 3));
    }

    /** A model of any features. */
    static Model model(FeatureKind kind, StftParameters stft, MelParameters mel, int frames, int labels) {
        return new Model(
                description(kind, stft, mel, frames, labels),
                trained(kind.channels(), kind.rows(stft, mel), frames, labels, 3));
    }

    static double[][] rowsOf(float[] values, int count) {
        int length = values.length / count;
        double[][] rows = new double[count][length];
        for (int index = 0; index < values.length; index++) {
            rows[index / length][index % length] = values[index];
        }
        return rows;
    }
}
