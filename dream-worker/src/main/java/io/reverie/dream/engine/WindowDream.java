package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.network.FeatureTransform;
import io.reverie.network.SpectrogramKind;

/**
 * The state of one window's dream, its buffers kept from iteration to iteration and from window to window. A window
 * shorter than a segment is heard repeated circularly, as classifying does it, and its gains are repeated with it.
 */
final class WindowDream {

    /** The distance is estimated from every so many frames: it is a mean over frames. */
    private static final int DISTANCE_FRAME_STEP = 4;

    private static final int CAP_STEPS = 2;

    private final MelGainMask mask;
    private final Hearing hearing;
    private final int segmentFrames;
    private final float[] power;
    private final float[] masked;
    private final float[] mel;
    private final float[] melGradient;
    /** The window itself, its masked form and the gradient; empty unless a network hears features of an STFT. */
    private final float[] values;

    private final float[] maskedValues;
    private final float[] valueGradient;
    /** Of each transform. */
    private final List<float[]> features = new ArrayList<>();

    private final List<float[]> featureGradients = new ArrayList<>();
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

    WindowDream(
            MelGainMask mask, Hearing hearing, int segmentFrames, int frames, DreamSettings settings, EnergyCap cap) {
        this.mask = mask;
        this.hearing = hearing;
        this.segmentFrames = segmentFrames;
        this.frames = frames;
        this.power = new float[frames * mask.bins()];
        this.masked = new float[power.length];
        this.mel = new float[segmentFrames * mask.bands()];
        this.melGradient = new float[mel.length];
        boolean needsStft = hearing.needs(SpectrogramKind.STFT);
        this.values = new float[needsStft ? 2 * power.length : 0];
        this.maskedValues = new float[needsStft ? 2 * segmentFrames * mask.bins() : 0];
        this.valueGradient = new float[maskedValues.length];
        for (FeatureTransform transform : hearing.transforms()) {
            features.add(new float[transform.shape().size(segmentFrames)]);
            featureGradients.add(new float[transform.shape().size(segmentFrames)]);
        }
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
        float[] whole = spectrogram.values();
        int from = 2 * firstFrame * mask.bins();
        System.arraycopy(whole, from, values, 0, values.length);
        for (int i = 0; i < power.length; i++) {
            float real = whole[from + 2 * i];
            float imaginary = whole[from + 2 * i + 1];
            power[i] = real * real + imaginary * imaginary;
        }
        inputEnergy = sum(power);
        Arrays.fill(gains, 0);
        sample(power, sampledStart);
    }

    /** Computes masked power, mel power and features of the present gains, which the energy cap may reduce. */
    void listen() {
        mask.forward(power, gains, frames, masked, mel);
        if (cap != null) {
            keepWithinCap();
        }
        repeat(mel, frames * mask.bands());
        if (values.length > 0) {
            mask.forwardValues(values, gains, frames, maskedValues);
            repeat(maskedValues, 2 * frames * mask.bins());
        }
        for (int i = 0; i < features.size(); i++) {
            FeatureTransform transform = hearing.transforms().get(i);
            transform.forward(source(transform), 0, segmentFrames, features.get(i), 0);
            Arrays.fill(featureGradients.get(i), 0);
        }
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

    /** Moves the gains along the gradients taken since {@link #listen}. */
    void step() {
        Arrays.fill(melGradient, 0);
        Arrays.fill(valueGradient, 0);
        for (int i = 0; i < features.size(); i++) {
            FeatureTransform transform = hearing.transforms().get(i);
            float[] gradient = transform.kind().source() == SpectrogramKind.MEL ? melGradient : valueGradient;
            transform.backward(source(transform), 0, segmentFrames, featureGradients.get(i), 0, gradient);
        }
        fold(melGradient, frames * mask.bands());
        mask.backward(masked, melGradient, frames, gainGradient);
        if (values.length > 0) {
            fold(valueGradient, 2 * frames * mask.bins());
            mask.backwardValues(maskedValues, valueGradient, frames, gainGradient);
        }
        blur.apply(gainGradient, frames);
        update.apply(gains, gainGradient, gains.length);
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

    private float[] source(FeatureTransform transform) {
        return transform.kind().source() == SpectrogramKind.MEL ? mel : maskedValues;
    }

    /** Fills an array with its beginning, again and again. */
    private static void repeat(float[] values, int length) {
        for (int at = length; at < values.length; at += length) {
            System.arraycopy(values, 0, values, at, Math.min(length, values.length - at));
        }
    }

    /** The gradient of {@link #repeat}, summed up at the beginning. */
    private static void fold(float[] gradient, int length) {
        for (int i = length; i < gradient.length; i++) {
            gradient[i % length] += gradient[i];
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
