package io.reverie.dream.engine;

import io.reverie.audio.LogSpectralDistance;

/** Estimates a window's log-spectral distance from where it began: a mean over frames, of every fourth one. */
final class SampledDistance {

    private static final int FRAME_STEP = 4;

    private final int valuesPerFrame;
    private final int frames;
    private final float[] start;
    private final float[] now;

    SampledDistance(int valuesPerFrame, int frames) {
        this.valuesPerFrame = valuesPerFrame;
        this.frames = frames;
        this.start = new float[((frames - 1) / FRAME_STEP + 1) * valuesPerFrame];
        this.now = new float[start.length];
    }

    /** Remembers the power at the beginning, [frames, values]. */
    void start(float[] power) {
        sample(power, start);
    }

    double decibels(float[] power) {
        sample(power, now);
        return LogSpectralDistance.decibels(now, start, valuesPerFrame);
    }

    private void sample(float[] from, float[] to) {
        for (int frame = 0, at = 0; frame < frames; frame += FRAME_STEP, at += valuesPerFrame) {
            System.arraycopy(from, frame * valuesPerFrame, to, at, valuesPerFrame);
        }
    }
}
