package io.reverie.dream.engine;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelSpectrogram;
import io.reverie.schemas.Update;

/**
 * Dreams the picture that a log-mel network hears: the logarithm of the mel power, whose change s is the state,
 * {@code M' = M0 * exp(s)}, {@code [frames, bands]}, 0 for the input; a step is {@code s += step}, see {@link GainUpdate}. What comes out is mel power without a phase.
 */
public final class LogMelWay extends DreamWay {

    private final MelGainMask mask;
    private final MelFilterBank filters;
    /** Triangles of height 1 add up to 1: with these factors the bands' powers add up to the energy. */
    private final float[] bandEnergies;

    /** @param filters the mel filters that the network hears */
    public LogMelWay(MelFilterBank filters) {
        this.filters = filters;
        this.mask = new MelGainMask(filters);
        this.bandEnergies = bandEnergies(filters);
    }

    private static float[] bandEnergies(MelFilterBank filters) {
        float[] energies = new float[filters.bands()];
        for (int band = 0; band < energies.length; band++) {
            float highest = 0;
            for (int bin = filters.firstBin(band); bin < filters.endBin(band); bin++) {
                highest = Math.max(highest, filters.weight(band, bin));
            }
            energies[band] = highest > 0 ? 1 / highest : 0;
        }
        return energies;
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
        return new LogMelCanvas(mask, bandEnergies, hearing, segmentFrames, frames, settings);
    }

    @Override
    void settle(Original original, float[] changes, Update update, EnergyCap cap) {
        if (cap == null) {
            return;
        }
        float[] mel = filters.apply(original.stft()).values();
        float scale = (float) LogMelCanvas.withinCap(mel, changes, bandEnergies, cap);
        for (int i = 0; i < changes.length; i++) {
            changes[i] *= scale;
        }
    }

    @Override
    public float[] towards(ComplexSpectrogram input, float[] changes, double factor) {
        float[] scaled = changes.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factor;
        }
        return scaled;
    }

    @Override
    public DreamedSpectrogram spectrogram(ComplexSpectrogram input, float[] changes) {
        MelSpectrogram mel = filters.apply(input);
        float[] dreamed = mel.values().clone();
        for (int i = 0; i < dreamed.length; i++) {
            dreamed[i] *= (float) Math.exp(changes[i]);
        }
        return DreamedSpectrogram.of(new MelSpectrogram(mel.bands(), mel.frames(), dreamed));
    }
}
