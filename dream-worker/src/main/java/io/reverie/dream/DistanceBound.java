package io.reverie.dream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.dream.engine.MelGainMask;

/**
 * Keeps a dream within a log-spectral distance of its input, measured as scoring measures it, on the STFT of the dream's
 * inverse STFT. Gains beyond the bound are all scaled by one factor, found by bisection.
 */
final class DistanceBound {

    private static final int BISECTIONS = 10;

    private final double largestDb;
    private final DreamInput input;
    private final MelGainMask mask;
    private final Stft stft;
    private final float[] inputPower;

    private DistanceBound(double largestDb, DreamInput input, MelGainMask mask, Stft stft, float[] inputPower) {
        this.largestDb = largestDb;
        this.input = input;
        this.mask = mask;
        this.stft = stft;
        this.inputPower = inputPower;
    }

    /** A bound on the distance from the input as it came. */
    static DistanceBound fromInput(double largestDb, DreamInput input, MelGainMask mask, StftParameters parameters) {
        Stft stft = new Stft(parameters);
        return new DistanceBound(
                largestDb, input, mask, stft, stft.forward(input.samples()).power());
    }

    /** A bound on the distance from the input with its noise bed, which gains of 0 keep whatever the bed does. */
    static DistanceBound fromNoiseBed(double largestDb, DreamInput input, MelGainMask mask, StftParameters parameters) {
        Stft stft = new Stft(parameters);
        float[] samples = stft.inverse(input.spectrogram(), input.samples().length);
        return new DistanceBound(
                largestDb, input, mask, stft, stft.forward(samples).power());
    }

    /** The distance of the input with its noise bed, in dB, which no gain can undercut for certain. */
    double ofNoiseBedDb() {
        return distanceDb(input.spectrogram());
    }

    /**
     * Scales gains until they keep the bound.
     *
     * @param gains nepers, changed in place
     * @return the factor, 1 where they keep it already
     */
    double keep(float[] gains) {
        if (distanceDb(mask.apply(input.spectrogram(), gains)) <= largestDb) {
            return 1;
        }
        double within = 0;
        double beyond = 1;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (within + beyond) / 2;
            if (distanceDb(mask.apply(input.spectrogram(), scaled(gains, middle))) <= largestDb) {
                within = middle;
            } else {
                beyond = middle;
            }
        }
        System.arraycopy(scaled(gains, within), 0, gains, 0, gains.length);
        return within;
    }

    private double distanceDb(ComplexSpectrogram spectrogram) {
        float[] heard = stft.inverse(spectrogram, input.samples().length);
        return LogSpectralDistance.decibels(stft.forward(heard).power(), inputPower, spectrogram.bins());
    }

    private static float[] scaled(float[] gains, double factor) {
        float[] scaled = gains.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= (float) factor;
        }
        return scaled;
    }
}
