package io.reverie.dream.engine;

import java.util.List;

/** What one window's dream changes, its buffers kept from iteration to iteration and from window to window. */
interface Canvas {

    /** Starts a window of a recording, unchanged. */
    void start(Original original, int firstFrame);

    /** Computes the features of the present state, which the energy cap may reduce. */
    void listen(List<float[]> features);

    /**
     * Moves the state along the gradients with respect to the features of the last {@link #listen}.
     *
     * @throws NoGradientException if the gradient is zero or not finite
     */
    void step(List<float[]> featureGradients);

    /** The state, {@code [frames, values]}, as {@link CrossFade} joins it; not a copy, good until the next step. */
    float[] state();

    /** The gains of mel bands that the state amounts to, nepers {@code [frames, bands]}; not to be changed. */
    float[] melGains();

    /** Estimated log-spectral distance from the window's start, in dB, at the last {@link #listen}. */
    double distanceDb();
}
