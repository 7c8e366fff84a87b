package io.reverie.dream.engine;

import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.network.LogMel;

/**
 * The state of one window's dream, its buffers kept from iteration to iteration and from window to window. A window
 * shorter than a segment is heard repeated circularly, as classifying does it, and its gains are repeated with it.
 */
final class WindowDream {

    /** The distance is estimated from every so many frames: it is a mean over frames. */
    private static final int DISTANCE_FRAME_STEP = 4;

    private static final int CAP_STEPS = 2;

    private final MelGainMask mask;
    private final LogMel logMel;
    private final int segmentFrames;
    private final float[] power;
    private final float[] masked;
    private final float[] mel;
    private final float[] melGradient;
    private final float[] features;
    private final float[] featureGradient;
    private final float[] gains;
    private final float[] gainGradient;
    private final float[] sampledStart;
    private final float[] sampledNow;
    private final RegulariserDraw draw;
    private final GaussianBlur blur;
    private final GainUpdate update;
    private final EnergyCap cap;

    private Random random;
    private int frames;
    private double inputEnergy;

    WindowDream(MelGainMask mask, LogMel logMel, int segmentFrames, int frames, DreamSettings settings, EnergyCap cap) {
        this.mask = mask;
        this.logMel = logMel;
        this.segmentFrames = segmentFrames;
        this.frames = frames;
        this.power = new float[frames * mask.bins()];
        this.masked = new float[power.length];
        this.mel = new float[segmentFrames * mask.bands()];
        this.melGradient = new float[mel.length];
        this.features = new float[mel.length];
        this.featureGradient = new float[mel.length];
        this.gains = new float[frames * mask.bands()];
        this.gainGradient = new float[gains.length];
        int sampledFrames = (frames - 1) / DISTANCE_FRAME_STEP + 1;
        this.sampledStart = new float[sampledFrames * mask.bins()];
        this.sampledNow = new float[sampledStart.length];
        RegulariserSettings regularisers = settings.regularisers();
        this.draw = new RegulariserDraw(regularisers, mask.bands(), segmentFrames);
        this.blur = new GaussianBlur(mask.bands(), frames, regularisers.blurBands(), regularisers.blurFrames());
        this.update = new GainUpdate(settings.update(), settings.gradient(), settings.step(), regularisers.clip());
        this.cap = cap;
    }

    /** Starts a new window: gains 0. */
    void start(ComplexSpectrogram spectrogram, int firstFrame, Random randomOfWindow) {
        random = randomOfWindow;
        float[] values = spectrogram.values();
        int from = 2 * firstFrame * mask.bins();
        for (int i = 0; i < power.length; i++) {
            float real = values[from + 2 * i];
            float imaginary = values[from + 2 * i + 1];
            power[i] = real * real + imaginary * imaginary;
        }
        inputEnergy = sum(power);
        java.util.Arrays.fill(gains, 0);
        sample(power, sampledStart);
    }

    /** Computes masked power, mel power and features of the present gains, which the energy cap may reduce. */
    void listen() {
        mask.forward(power, gains, frames, masked, mel);
        if (cap != null) {
            keepWithinCap();
        }
        int filled = frames * mask.bands();
        for (int at = filled; at < mel.length; at += filled) {
            System.arraycopy(mel, 0, mel, at, Math.min(filled, mel.length - at));
        }
        logMel.forward(mel, 0, segmentFrames, features, 0);
        java.util.Arrays.fill(featureGradient, 0);
    }

    /** Writes what a network hears without regularisers. */
    void hearPlainly(HeardFeatures heard, float[] input, int at) {
        draw.none();
        heard.forward(features, draw, input, at);
    }

    /** Draws regularisers and writes what a network hears through them. */
    void hear(HeardFeatures heard, float[] input, int at) {
        draw.next(random);
        heard.forward(features, draw, input, at);
    }

    /** Takes a network's gradient with respect to what it last heard. */
    void feel(HeardFeatures heard, float[] inputGradient, int at) {
        heard.backward(inputGradient, at, draw, featureGradient);
    }

    /** Moves the gains along the gradients taken since {@link #listen}. */
    void step() {
        java.util.Arrays.fill(melGradient, 0);
        logMel.backward(mel, 0, segmentFrames, featureGradient, 0, melGradient);
        int size = frames * mask.bands();
        for (int i = size; i < melGradient.length; i++) {
            melGradient[i % size] += melGradient[i];
        }
        mask.backward(masked, melGradient, frames, gainGradient);
        blur.apply(gainGradient, frames);
        update.apply(gains, gainGradient, size);
    }

    /** Estimated log-spectral distance from the window's start, in dB, at the gains of the last {@link #listen}. */
    double distanceDb() {
        sample(masked, sampledNow);
        return LogSpectralDistance.decibels(sampledNow, sampledStart, mask.bins());
    }

    /** The gains in nepers, [frames, bands]; not a copy. */
    float[] gains() {
        return gains;
    }

    /** The gradient with respect to the gains that {@link #step} last used, blurred; not a copy. */
    float[] gainGradient() {
        return gainGradient;
    }

    /**
     * Where the energy exceeds the cap, moves the gains to about the nearest ones that keep it: along the energy's
     * gradient, but not below 0, by Newton's method. That takes gain from the loudest bins, where it costs most and
     * changes least of what is heard. Newton's steps stay above the cap, as the energy is convex; what they leave is
     * taken by a factor close to 1.
     */
    private void keepWithinCap() {
        for (int i = 0; i < CAP_STEPS; i++) {
            double energy = sum(masked);
            double excess = cap.excess(energy, inputEnergy);
            if (!(excess > 0)) {
                return;
            }
            mask.energyGradient(masked, frames, gainGradient);
            moveAgainst(gainGradient, excess * energy);
            mask.forward(power, gains, frames, masked, mel);
        }
        double scale = cap.scale(sum(masked), inputEnergy);
        if (scale < 1) {
            for (int i = 0; i < gains.length; i++) {
                gains[i] *= (float) scale;
            }
            mask.forward(power, gains, frames, masked, mel);
        }
    }

    /** One Newton step of the gains above 0 that lowers the energy by an amount, as far as it is linear. */
    private void moveAgainst(float[] energyGradient, double amount) {
        double squares = 0;
        for (int i = 0; i < gains.length; i++) {
            if (gains[i] > 0) {
                squares += (double) energyGradient[i] * energyGradient[i];
            }
        }
        if (squares == 0) {
            return;
        }
        double factor = amount / squares;
        for (int i = 0; i < gains.length; i++) {
            if (gains[i] > 0) {
                gains[i] = (float) Math.max(0, gains[i] - factor * energyGradient[i]);
            }
        }
    }

    private void sample(float[] from, float[] to) {
        int bins = mask.bins();
        for (int frame = 0, at = 0; frame < frames; frame += DISTANCE_FRAME_STEP, at += bins) {
            System.arraycopy(from, frame * bins, to, at, bins);
        }
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
