package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.schemas.Update;

/**
 * Dreams the gains of mel bands: {@code X' = X0 * exp(sum over m of W[f,m] * d[m,t])}, see {@link MelGainMask}. The state
 * is the gains d in nepers, 0 for the input; the input's phase stays.
 */
public final class MaskWay extends DreamWay {

    private final MelGainMask mask;

    public MaskWay(MelGainMask mask) {
        this.mask = mask;
    }

    @Override
    public int valuesPerFrame() {
        return mask.bands();
    }

    @Override
    int bands() {
        return mask.bands();
    }

    @Override
    Canvas canvas(Hearing hearing, int segmentFrames, int frames, DreamSettings settings) {
        return new MaskCanvas(mask, hearing, segmentFrames, frames, settings);
    }

    @Override
    void settle(Original original, float[] gains, Update update, EnergyCap cap) {
        if (cap == null) {
            return;
        }
        double inputEnergy = 0;
        double energy = 0;
        float[] factors = new float[mask.bins()];
        float[] values = original.stft().values();
        for (int frame = 0; frame < original.stft().frames(); frame++) {
            mask.factors(gains, frame, factors);
            int at = 2 * frame * mask.bins();
            for (int bin = 0; bin < factors.length; bin++) {
                double real = values[at + 2 * bin];
                double imaginary = values[at + 2 * bin + 1];
                double power = real * real + imaginary * imaginary;
                inputEnergy += power;
                energy += power * factors[bin] * factors[bin];
            }
        }
        float scale = (float) cap.scale(energy, inputEnergy);
        for (int i = 0; i < gains.length; i++) {
            gains[i] *= scale;
        }
    }

    @Override
    public float[] towards(ComplexSpectrogram input, float[] gains, double factor) {
        float[] scaled = gains.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factor;
        }
        return scaled;
    }

    @Override
    public DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] gains) {
        return DreamedSpectrogram.of(mask.apply(input, gains));
    }

    @Override
    public float[] buffer(ComplexSpectrogram input) {
        return new float[input.values().length];
    }

    @Override
    public DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] gains, float[] buffer) {
        return DreamedSpectrogram.of(mask.apply(input, gains, buffer));
    }
}
