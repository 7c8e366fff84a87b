package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One window's dream: its canvas, and what the networks hear of it through regularisers. Its buffers are kept from
 * iteration to iteration and from window to window. A window shorter than a segment is heard repeated circularly, as
 * classifying does it.
 */
final class WindowDream {

    private final Hearing hearing;
    private final Canvas canvas;
    private final int frames;
    /** Of each transform. */
    private final List<float[]> features = new ArrayList<>();

    private final List<float[]> featureGradients = new ArrayList<>();
    private final RegulariserDraw draw;
    private Random random;

    /**
     * @param segmentFrames frames that a network hears at once
     * @param frames of the windows
     */
    WindowDream(DreamWay way, Hearing hearing, int segmentFrames, int frames, DreamSettings settings) {
        this.hearing = hearing;
        this.canvas = way.canvas(hearing, segmentFrames, frames, settings);
        this.frames = frames;
        for (int size : hearing.sizes()) {
            features.add(new float[size]);
            featureGradients.add(new float[size]);
        }
        this.draw = new RegulariserDraw(settings.regularisers(), way.bands(), segmentFrames);
    }

    int frames() {
        return frames;
    }

    Canvas canvas() {
        return canvas;
    }

    /** Starts a window, unchanged. */
    void start(Original original, int firstFrame, Random randomOfWindow) {
        random = randomOfWindow;
        canvas.start(original, firstFrame);
    }

    /** Computes the features of the present state. */
    void listen() {
        canvas.listen(features);
        featureGradients.forEach(gradient -> Arrays.fill(gradient, 0));
    }

    /** Writes what a network hears without regularisers. */
    void hearPlainly(int network, float[] input, int at) {
        draw.none();
        hearing.ear(network).forward(features.get(hearing.transformOf(network)), draw, input, at);
    }

    /** Draws regularisers and writes what a network hears through them. */
    void hear(int network, float[] input, int at) {
        draw.next(random);
        hearing.ear(network).forward(features.get(hearing.transformOf(network)), draw, input, at);
    }

    /** Takes a network's gradient with respect to what it last heard. */
    void feel(int network, float[] inputGradient, int at) {
        hearing.ear(network).backward(inputGradient, at, draw, featureGradients.get(hearing.transformOf(network)));
    }

    /** Moves the state along the gradients taken since {@link #listen}. */
    void step() {
        canvas.step(featureGradients);
    }
}
