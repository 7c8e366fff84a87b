package io.reverie.dream.engine;

import io.reverie.network.PlanLayer;

/**
 * A whole layer, whatever it responds to: the root mean square of its activations, the norm that DeepDream raises
 * (Mordvintsev, Olah and Tyka, Inceptionism, 2015), divided by the root of their number.
 */
public final class LayerObjective implements Objective {

    private final int layer;
    private final int size;

    /**
     * @param layer index of the layer in its plan
     * @param shape of the layer
     */
    public LayerObjective(int layer, PlanLayer shape) {
        this.layer = layer;
        this.size = shape.size();
    }

    @Override
    public int layer() {
        return layer;
    }

    @Override
    public double value(float[] activations, int at, double factor, float[] gradient) {
        double squares = 0;
        for (int i = at; i < at + size; i++) {
            squares += (double) activations[i] * activations[i];
        }
        double value = Math.sqrt(squares / size);
        double scale = value > 0 ? factor / (size * value) : 0;
        for (int i = at; i < at + size; i++) {
            gradient[i] = (float) (scale * activations[i]);
        }
        return value;
    }
}
