package io.reverie.dream.engine;

import java.util.Arrays;

import io.reverie.network.PlanLayer;

/**
 * Feature visualisation of one channel: the mean of its activations over the places of its layer (Olah, Mordvintsev and
 * Schubert, Feature Visualization, 2017).
 */
public final class ChannelObjective implements Objective {

    private final int layer;
    private final int channel;
    private final int size;
    private final int places;

    /**
     * @param layer index of the layer in its plan
     * @param shape of the layer
     * @param channel from 0
     * @throws IllegalArgumentException if the layer has no such channel
     */
    public ChannelObjective(int layer, PlanLayer shape, int channel) {
        if (channel < 0 || channel >= shape.channels()) {
            throw new IllegalArgumentException("channel must be 0 to " + (shape.channels() - 1) + " of layer "
                    + shape.name() + ", but is " + channel);
        }
        this.layer = layer;
        this.channel = channel;
        this.size = shape.size();
        this.places = shape.rows() * shape.columns();
    }

    @Override
    public int layer() {
        return layer;
    }

    @Override
    public double value(float[] activations, int at, double factor, float[] gradient) {
        Arrays.fill(gradient, at, at + size, 0);
        int start = at + channel * places;
        double sum = 0;
        for (int i = start; i < start + places; i++) {
            sum += activations[i];
        }
        Arrays.fill(gradient, start, start + places, (float) (factor / places));
        return sum / places;
    }
}
