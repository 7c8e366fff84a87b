package io.reverie.dream.engine;

import java.util.List;
import java.util.Random;

import io.reverie.network.Plan;
import io.reverie.network.PlanLayer;

/**
 * A small smooth network of its own, whose gradient is known in closed form: {@code logit = sum of w * sin(x + p)}. It
 * lets the engine be tested against float64 without a native library.
 */
final class SmoothPlan implements Plan {

    final double[][] weights;
    final double[] phases;
    private final int batch;
    private final int rows;
    private final int frames;
    private float[] last;

    SmoothPlan(int batch, int rows, int frames, int labels, long seed) {
        this.batch = batch;
        this.rows = rows;
        this.frames = frames;
        Random random = new Random(seed);
        weights = new double[labels][rows * frames];
        phases = random.doubles(rows * frames, 0, 2 * Math.PI).toArray();
        for (double[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextGaussian() / Math.sqrt(row.length);
            }
        }
    }

    double logit(int label, double[] input) {
        double sum = 0;
        for (int i = 0; i < input.length; i++) {
            sum += weights[label][i] * Math.sin(input[i] + phases[i]);
        }
        return sum;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public int labels() {
        return weights.length;
    }

    @Override
    public void forward(float[] features, float[] logits) {
        last = features.clone();
        int size = rows * frames;
        double[] input = new double[size];
        for (int item = 0; item < batch; item++) {
            for (int i = 0; i < size; i++) {
                input[i] = features[item * size + i];
            }
            for (int label = 0; label < labels(); label++) {
                logits[item * labels() + label] = (float) logit(label, input);
            }
        }
    }

    @Override
    public void inputGradient(float[] logitGradient, float[] featureGradient) {
        int size = rows * frames;
        for (int item = 0; item < batch; item++) {
            for (int i = 0; i < size; i++) {
                double sum = 0;
                for (int label = 0; label < labels(); label++) {
                    sum += logitGradient[item * labels() + label] * weights[label][i];
                }
                featureGradient[item * size + i] = (float) (sum * Math.cos(last[item * size + i] + phases[i]));
            }
        }
    }

    @Override
    public List<PlanLayer> layers() {
        return List.of();
    }

    @Override
    public void activations(int layer, float[] activations) {
        throw new UnsupportedOperationException("it has no layers");
    }

    @Override
    public void inputGradient(int layer, float[] gradient, float[] featureGradient) {
        throw new UnsupportedOperationException("it has no layers");
    }

    @Override
    public void close() {}
}
