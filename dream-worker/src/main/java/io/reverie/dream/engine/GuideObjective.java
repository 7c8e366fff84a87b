package io.reverie.dream.engine;

import java.util.Arrays;

import io.reverie.network.PlanLayer;

/**
 * Approaches another recording: at each place of the layer, the largest inner product of the channels' activations with
 * those at any place of the guide; the mean over places. The guided dream of Mordvintsev, Olah and Tyka (DeepDream, 2015,
 * {@code objective_guide}), which moves each place towards the guide's most similar one.
 */
public final class GuideObjective implements Objective {

    /** Products of one evaluation, a fraction of a second: of more places of a guide every second, third and so on counts. */
    private static final long MOST_PRODUCTS = 100_000_000;

    private final int layer;
    private final int channels;
    private final int places;
    private final float[] guide;

    /**
     * @param layer index of the layer in its plan
     * @param shape of the layer
     * @param guide activations of the guide's segments, {@code [segments, channels, rows, columns]}, at least one segment
     */
    public GuideObjective(int layer, PlanLayer shape, float[] guide) {
        this.layer = layer;
        this.channels = shape.channels();
        this.places = shape.rows() * shape.columns();
        if (guide.length == 0 || guide.length % shape.size() != 0) {
            throw new IllegalArgumentException(
                    "guide must be segments of " + shape.size() + " activations, but has " + guide.length);
        }
        this.guide = thinned(byPlace(guide));
    }

    @Override
    public int layer() {
        return layer;
    }

    @Override
    public double value(float[] activations, int at, double factor, float[] gradient) {
        Arrays.fill(gradient, at, at + channels * places, 0);
        float[] here = new float[channels];
        double sum = 0;
        for (int place = 0; place < places; place++) {
            for (int channel = 0; channel < channels; channel++) {
                here[channel] = activations[at + channel * places + place];
            }
            int nearest = 0;
            double largest = Double.NEGATIVE_INFINITY;
            for (int from = 0; from < guide.length; from += channels) {
                double product = product(here, from);
                if (product > largest) {
                    largest = product;
                    nearest = from;
                }
            }
            sum += largest;
            for (int channel = 0; channel < channels; channel++) {
                gradient[at + channel * places + place] = (float) (factor / places * guide[nearest + channel]);
            }
        }
        return sum / places;
    }

    private float[] thinned(float[] byPlace) {
        int guidePlaces = byPlace.length / channels;
        long affordable = Math.max(1, MOST_PRODUCTS / ((long) places * channels));
        int stride = (int) ((guidePlaces + affordable - 1) / affordable);
        float[] thinned = new float[(guidePlaces + stride - 1) / stride * channels];
        for (int at = 0; at < thinned.length; at += channels) {
            System.arraycopy(byPlace, at * stride, thinned, at, channels);
        }
        return thinned;
    }

    private double product(float[] here, int from) {
        double product = 0;
        for (int channel = 0; channel < channels; channel++) {
            product += here[channel] * guide[from + channel];
        }
        return product;
    }

    /** From [segments, channels, places] to [segments · places, channels]. */
    private float[] byPlace(float[] activations) {
        float[] ordered = new float[activations.length];
        int size = channels * places;
        for (int start = 0; start < activations.length; start += size) {
            for (int place = 0; place < places; place++) {
                for (int channel = 0; channel < channels; channel++) {
                    ordered[start + place * channels + channel] = activations[start + channel * places + place];
                }
            }
        }
        return ordered;
    }
}
