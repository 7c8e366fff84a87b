package io.reverie.dream.engine;

import java.util.Arrays;
import java.util.List;

/** One window of {@link LogMelWay}. */
final class LogMelCanvas implements Canvas {

    private final MelGainMask mask;
    private final HeardSpectrogram heard;
    private final int frames;
    private final float[] power;
    private final float[] start;
    private final float[] dreamed;
    private final float[] changes;
    private final float[] gains;
    private final float[] gradient;
    private final SampledDistance distance;
    private final OctaveBlur blur;
    private final GainUpdate update;
    /** Null where the update needs none. */
    private final EnergyCap cap;

    private final float[] bandEnergies;

    LogMelCanvas(
            MelGainMask mask,
            float[] bandEnergies,
            Hearing hearing,
            int segmentFrames,
            int frames,
            DreamSettings settings) {
        this.mask = mask;
        this.bandEnergies = bandEnergies;
        this.heard = new HeardSpectrogram(hearing, mask.bands(), mask.bins(), segmentFrames, frames);
        this.frames = frames;
        this.power = new float[frames * mask.bins()];
        this.start = new float[frames * mask.bands()];
        this.dreamed = new float[start.length];
        this.changes = new float[start.length];
        this.gains = new float[start.length];
        this.gradient = new float[start.length];
        this.distance = new SampledDistance(mask.bands(), frames);
        this.blur = new OctaveBlur(mask.bands(), frames, settings.regularisers(), 1);
        this.update = new GainUpdate(settings.update(), settings.scale());
        this.cap = DreamWay.cap(settings);
    }

    @Override
    public void start(Original original, int firstFrame) {
        float[] whole = original.stft().values();
        int from = 2 * firstFrame * mask.bins();
        for (int i = 0; i < power.length; i++) {
            float real = whole[from + 2 * i];
            float imaginary = whole[from + 2 * i + 1];
            power[i] = real * real + imaginary * imaginary;
        }
        mask.melPower(power, frames, start);
        Arrays.fill(changes, 0);
        distance.start(start);
    }

    @Override
    public void listen(List<float[]> features) {
        if (cap != null) {
            float scale = (float) withinCap(start, changes, bandEnergies, cap);
            for (int i = 0; i < changes.length; i++) {
                changes[i] *= scale;
            }
        }
        for (int i = 0; i < dreamed.length; i++) {
            dreamed[i] = (float) (start[i] * Math.exp(changes[i]));
        }
        System.arraycopy(dreamed, 0, heard.mel(), 0, dreamed.length);
        heard.forward(features);
    }

    @Override
    public void step(List<float[]> featureGradients) {
        heard.backward(featureGradients);
        float[] melGradient = heard.melGradient();
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = dreamed[i] * melGradient[i];
        }
        blur.apply(gradient, frames);
        update.apply(changes, gradient, changes.length);
    }

    @Override
    public float[] state() {
        return changes;
    }

    @Override
    public float[] melGains() {
        for (int i = 0; i < gains.length; i++) {
            gains[i] = changes[i] / 2;
        }
        return gains;
    }

    @Override
    public double distanceDb() {
        return distance.decibels(dreamed);
    }

    /** The gradient with respect to the state that {@link #step} last used, blurred; not a copy. */
    float[] gradient() {
        return gradient;
    }

    /**
     * The factor of the changes that keeps the cap.
     *
     * @param bandEnergies what each band's mel power is multiplied by to be energy
     */
    static double withinCap(float[] start, float[] changes, float[] bandEnergies, EnergyCap cap) {
        double before = 0;
        double now = 0;
        for (int i = 0; i < start.length; i++) {
            double energy = start[i] * bandEnergies[i % bandEnergies.length];
            before += energy;
            now += energy * Math.exp(changes[i]);
        }
        return cap.scale(now, before);
    }
}
