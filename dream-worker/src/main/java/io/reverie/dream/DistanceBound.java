package io.reverie.dream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.dream.engine.DreamWay;
import io.reverie.dream.engine.DreamedSpectrogram;

/**
 * Keeps a dream within a log-spectral distance of its input, measured as scoring measures it, on the STFT of the dream's
 * inverse STFT; for a picture of mel power, which has no phase, over its bands. What lies beyond the bound is moved
 * towards the input by one factor, found by false position.
 */
final class DistanceBound {

    /** Enough for any dream seen; the bound is kept whatever the number. */
    private static final int MOST_TRIALS = 12;

    /** How closely the bound is reached, in dB. */
    private static final double PRECISION_DB = 0.01;

    private final double largestDb;
    private final DreamInput input;
    private final DreamWay way;
    private final MelFilterBank filters;
    private final Stft stft;
    /** What is compared with: the input with or without its noise bed. */
    private final float[] samples;

    private final float[] power;

    private DistanceBound(double largestDb, DreamInput input, DreamWay way, Ground ground, float[] samples) {
        this.largestDb = largestDb;
        this.input = input;
        this.way = way;
        this.filters = ground.filters();
        this.stft = new Stft(ground.stft());
        this.samples = samples;
        this.power = stft.forward(samples).power();
    }

    /** A bound on the distance from the input as it came. */
    static DistanceBound fromInput(double largestDb, DreamInput input, DreamWay way, Ground ground) {
        return new DistanceBound(largestDb, input, way, ground, input.samples());
    }

    /** A bound on the distance from the input with its noise bed, which an unchanged input keeps whatever the bed does. */
    static DistanceBound fromNoiseBed(double largestDb, DreamInput input, DreamWay way, Ground ground) {
        StftParameters parameters = ground.stft();
        float[] heard = new Stft(parameters).inverse(input.spectrogram(), input.samples().length);
        return new DistanceBound(largestDb, input, way, ground, heard);
    }

    /** The distance of the input with its noise bed, in dB, which no dream can undercut for certain. */
    double ofNoiseBedDb() {
        float[] any = new float[way.valuesPerFrame() * input.spectrogram().frames()];
        return distanceDb(way.towards(input.spectrogram(), any, 0));
    }

    /** A dream that keeps the bound, and the factor, 1 where the given one keeps it already. */
    Kept keep(float[] state) {
        double beyondDb = distanceDb(state);
        if (beyondDb <= largestDb) {
            return new Kept(state, 1);
        }
        double beyond = 1;
        double within = 0;
        double withinDb = distanceDb(way.towards(input.spectrogram(), state, 0));
        double aimDb = largestDb - PRECISION_DB / 2;
        for (int trial = 0; trial < MOST_TRIALS && largestDb - withinDb > PRECISION_DB; trial++) {
            // By halves now and then: false position alone may creep.
            double share = trial % 3 == 2 || withinDb >= aimDb ? 0.5 : (aimDb - withinDb) / (beyondDb - withinDb);
            double middle = within + share * (beyond - within);
            double middleDb = distanceDb(way.towards(input.spectrogram(), state, middle));
            if (middleDb <= largestDb) {
                within = middle;
                withinDb = middleDb;
            } else {
                beyond = middle;
                beyondDb = middleDb;
            }
        }
        return new Kept(way.towards(input.spectrogram(), state, within), within);
    }

    private double distanceDb(float[] state) {
        DreamedSpectrogram dreamed = way.spectrogram(input.spectrogram(), state);
        return dreamed.mel() == null
                ? distanceDb(dreamed.stft())
                : LogSpectralDistance.decibels(
                        dreamed.mel().values(),
                        filters.apply(stft.forward(samples)).values(),
                        filters.bands());
    }

    private double distanceDb(ComplexSpectrogram spectrogram) {
        float[] heard = stft.inverse(spectrogram, samples.length);
        return LogSpectralDistance.decibels(stft.forward(heard).power(), power, spectrogram.bins());
    }

    /**
     * A dream within the bound.
     *
     * @param state of the whole recording
     * @param factor by which it was moved towards the input
     */
    record Kept(float[] state, double factor) {}
}
