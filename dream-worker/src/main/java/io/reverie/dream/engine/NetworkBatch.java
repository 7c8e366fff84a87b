package io.reverie.dream.engine;

import java.util.Arrays;

import io.reverie.network.Plan;

/** One network's inputs and outputs for the windows of a batch. */
final class NetworkBatch {

    private final Plan plan;
    private final int inputSize;
    private final double share;
    private final float[] heard;
    private final float[] heardGradient;
    private final float[] logits;
    private final float[] logitGradient;
    /** Of the layer that an objective names, made when there is one. */
    private int layer = Objective.LOGITS;

    private float[] activations = new float[0];
    private float[] activationGradient = new float[0];

    /**
     * @param inputSize values that the network hears at once
     * @param networks of the ensemble, whose mean is raised
     */
    NetworkBatch(Plan plan, int inputSize, int networks) {
        this.plan = plan;
        this.inputSize = inputSize;
        this.share = 1.0 / networks;
        this.heard = new float[plan.batch() * inputSize];
        this.heardGradient = new float[heard.length];
        this.logits = new float[plan.batch() * plan.labels()];
        this.logitGradient = new float[logits.length];
    }

    int labels() {
        return plan.labels();
    }

    /** Where a window's values begin in {@link #heard} and {@link #heardGradient}. */
    int at(int item) {
        return item * inputSize;
    }

    float[] heard() {
        return heard;
    }

    float[] heardGradient() {
        return heardGradient;
    }

    float[] logits() {
        return logits;
    }

    /** Runs the network. */
    void forward() {
        plan.forward(heard, logits);
        Arrays.fill(logitGradient, 0);
        Arrays.fill(activationGradient, 0);
        layer = Objective.LOGITS;
    }

    /**
     * A window's objective, whose gradient {@link #backward} takes. All windows of a batch name the logits or one layer.
     */
    double raise(Objective objective, int item) {
        if (objective.layer() == Objective.LOGITS) {
            return objective.value(logits, item * plan.labels(), share, logitGradient);
        }
        int size = plan.layers().get(objective.layer()).size();
        if (layer == Objective.LOGITS) {
            layer = objective.layer();
            if (activations.length != plan.batch() * size) {
                activations = new float[plan.batch() * size];
                activationGradient = new float[activations.length];
            }
            plan.activations(layer, activations);
        } else if (layer != objective.layer()) {
            throw new IllegalArgumentException("dreams of one batch must name the same layer");
        }
        return objective.value(activations, item * size, share, activationGradient);
    }

    /** The gradient of all objectives with respect to what was heard. */
    void backward() {
        if (layer == Objective.LOGITS) {
            plan.inputGradient(logitGradient, heardGradient);
        } else {
            plan.inputGradient(layer, activationGradient, heardGradient);
        }
    }
}
