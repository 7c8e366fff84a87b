package io.reverie.dream.engine;

/** Probabilities from logits. */
final class Softmax {

    private Softmax() {}

    /** {@code e^z_i / sum of e^z_j} of the logits from {@code at} on, as many as there are probabilities. */
    static void of(float[] logits, int at, double[] probabilities) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < probabilities.length; i++) {
            largest = Math.max(largest, logits[at + i]);
        }
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.exp(logits[at + i] - largest);
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
    }
}
