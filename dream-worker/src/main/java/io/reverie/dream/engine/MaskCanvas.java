package io.reverie.dream.engine;

import java.util.Arrays;
import java.util.List;

/** One window of {@link MaskWay}. */
final class MaskCanvas implements Canvas {

    private static final int CAP_STEPS = 2;

    private final MelGainMask mask;
    private final HeardSpectrogram heard;
    private final int frames;
    private final float[] power;
    private final float[] masked;
    /** The window's real and imaginary parts; empty unless a network hears features of an STFT. */
    private final float[] values;

    private final float[] gains;
    private final float[] gainGradient;
    private final SampledDistance distance;
    private final OctaveBlur blur;
    private final GainUpdate update;
    /** Null where the update needs none. */
    private final EnergyCap cap;

    private double inputEnergy;

    MaskCanvas(MelGainMask mask, Hearing hearing, int segmentFrames, int frames, DreamSettings settings) {
        this.mask = mask;
        this.heard = new HeardSpectrogram(hearing, mask.bands(), mask.bins(), segmentFrames, frames);
        this.frames = frames;
        this.power = new float[frames * mask.bins()];
        this.masked = new float[power.length];
        this.values = new float[heard.needsValues() ? 2 * power.length : 0];
        this.gains = new float[frames * mask.bands()];
        this.gainGradient = new float[gains.length];
        this.distance = new SampledDistance(mask.bins(), frames);
        this.blur = new OctaveBlur(mask.bands(), frames, settings.regularisers(), 1);
        this.update = new GainUpdate(settings.update(), settings.scale());
        this.cap = DreamWay.cap(settings);
    }

    @Override
    public void start(Original original, int firstFrame) {
        float[] whole = original.stft().values();
        int from = 2 * firstFrame * mask.bins();
        System.arraycopy(whole, from, values, 0, values.length);
        for (int i = 0; i < power.length; i++) {
            float real = whole[from + 2 * i];
            float imaginary = whole[from + 2 * i + 1];
            power[i] = real * real + imaginary * imaginary;
        }
        inputEnergy = sum(power);
        Arrays.fill(gains, 0);
        distance.start(power);
    }

    @Override
    public void listen(List<float[]> features) {
        mask.forward(power, gains, frames, masked, heard.mel());
        if (cap != null) {
            keepWithinCap();
        }
        if (heard.needsValues()) {
            mask.forwardValues(values, gains, frames, heard.values());
        }
        heard.forward(features);
    }

    @Override
    public void step(List<float[]> featureGradients) {
        heard.backward(featureGradients);
        mask.backward(masked, heard.melGradient(), frames, gainGradient);
        if (heard.needsValues()) {
            mask.backwardValues(heard.values(), heard.valueGradient(), frames, gainGradient);
        }
        blur.apply(gainGradient, frames);
        update.apply(gains, gainGradient, gains.length);
    }

    @Override
    public float[] state() {
        return gains;
    }

    @Override
    public float[] melGains() {
        return gains;
    }

    @Override
    public double distanceDb() {
        return distance.decibels(masked);
    }

    /** The gradient with respect to the gains that {@link #step} last used, blurred; not a copy. */
    float[] gradient() {
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
            mask.forward(power, gains, frames, masked, heard.mel());
        }
        double scale = cap.scale(sum(masked), inputEnergy);
        if (scale < 1) {
            for (int i = 0; i < gains.length; i++) {
                gains[i] *= (float) scale;
            }
            mask.forward(power, gains, frames, masked, heard.mel());
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

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
