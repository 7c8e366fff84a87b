package io.reverie.dream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.dream.engine.DreamWay;
import io.reverie.dream.engine.DreamedSpectrogram;

/**
 * Keeps a dream within a log-spectral distance of its input, measured as scoring measures it, on the STFT of the dream's
 * inverse STFT; for a picture of mel power, which has no phase, over its bands. What lies beyond the bound is moved
 * towards the input by one factor, found by the parabola
 * through three factors (Muller, A Method for Solving Algebraic Equations Using an Automatic Computer, 1956).
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
    /** Distance in dB of what the dream began with from what is compared with; 0 where that is its own sound. */
    private final double startDb;

    private DistanceBound(
            double largestDb, DreamInput input, DreamWay way, Ground ground, float[] samples, boolean isStart) {
        this.largestDb = largestDb;
        this.input = input;
        this.way = way;
        this.filters = ground.filters();
        this.stft = new Stft(ground.stft());
        this.samples = samples;
        this.power = stft.forward(samples).power();
        this.startDb = isStart ? 0 : new Measurement().decibels(start());
    }

    /** A bound on the distance from the input as it came. */
    static DistanceBound fromInput(double largestDb, DreamInput input, DreamWay way, Ground ground) {
        return new DistanceBound(largestDb, input, way, ground, input.samples(), false);
    }

    /** A bound on the distance from the input with its noise bed, which an unchanged input keeps whatever the bed does. */
    static DistanceBound fromNoiseBed(double largestDb, DreamInput input, DreamWay way, Ground ground) {
        StftParameters parameters = ground.stft();
        float[] heard = new Stft(parameters).inverse(input.spectrogram(), input.samples().length);
        return new DistanceBound(largestDb, input, way, ground, heard, true);
    }

    /** The distance of the input with its noise bed, in dB, which no dream can undercut for certain. */
    double ofNoiseBedDb() {
        return startDb;
    }

    /** A dream that keeps the bound, and the factor, 1 where the given one keeps it already. */
    Kept keep(float[] state) {
        Measurement measurement = new Measurement();
        double beyondDb = measurement.decibels(state);
        if (beyondDb <= largestDb) {
            return new Kept(state, 1);
        }
        double beyond = 1;
        double within = 0;
        double withinDb = startDb;
        double other = Double.NaN;
        double otherDb = Double.NaN;
        double aimDb = largestDb - PRECISION_DB / 2;
        for (int trial = 0; trial < MOST_TRIALS && largestDb - withinDb > PRECISION_DB; trial++) {
            double middle = interpolated(aimDb, within, withinDb, beyond, beyondDb, other, otherDb);
            // By halves now and then, should interpolation alone creep.
            if (trial >= 4 && trial % 2 == 0 || !(middle > within && middle < beyond)) {
                middle = (within + beyond) / 2;
            }
            double middleDb = measurement.decibels(way.towards(input.spectrogram(), state, middle));
            if (middleDb <= largestDb) {
                other = within;
                otherDb = withinDb;
                within = middle;
                withinDb = middleDb;
            } else {
                other = beyond;
                otherDb = beyondDb;
                beyond = middle;
                beyondDb = middleDb;
            }
        }
        return new Kept(way.towards(input.spectrogram(), state, within), within);
    }

    /** Where the parabola through three factors and their distances has the aim; through two the line. */
    private static double interpolated(double aim, double a, double ofA, double b, double ofB, double c, double ofC) {
        double fromAToB = (ofB - ofA) / (b - a);
        if (Double.isNaN(c)) {
            return a + (aim - ofA) / fromAToB;
        }
        double fromAToC = (ofC - ofA) / (c - a);
        double fromBToC = (ofC - ofB) / (c - b);
        double curvature = (fromBToC - fromAToB) / (c - a);
        double slope = fromAToB + fromAToC - fromBToC;
        double root = Math.sqrt(slope * slope + 4 * curvature * (aim - ofA));
        // The nearer of the two; not a number where the parabola does not reach the aim.
        return a + 2 * (aim - ofA) / (slope + Math.copySign(root, slope));
    }

    private float[] start() {
        return way.towards(
                input.spectrogram(),
                new float[way.valuesPerFrame() * input.spectrogram().frames()],
                0);
    }

    /** Measures one state after the other, in the same buffers, made for the first that needs them. */
    private final class Measurement {

        private final float[] buffer = way.buffer(input.spectrogram());
        private float[] heard;
        private float[] values;
        private float[] analysedPower;
        /** Mel power of what is compared with, where a mel spectrogram is. */
        private float[] reference;

        double decibels(float[] state) {
            DreamedSpectrogram dreamed = way.spectrogram(input.spectrogram(), state, buffer);
            return dreamed.mel() == null ? decibels(dreamed.stft()) : decibels(dreamed.mel());
        }

        private double decibels(ComplexSpectrogram spectrogram) {
            if (heard == null) {
                heard = new float[samples.length];
                values = new float[2 * power.length];
                analysedPower = new float[power.length];
            }
            int bins = spectrogram.bins();
            stft.inverse(spectrogram, heard);
            stft.forward(heard, values);
            new ComplexSpectrogram(bins, power.length / bins, values).power(analysedPower);
            return LogSpectralDistance.decibels(analysedPower, power, bins);
        }

        private double decibels(MelSpectrogram mel) {
            if (reference == null) {
                reference = filters.apply(stft.forward(samples)).values();
            }
            return LogSpectralDistance.decibels(mel.values(), reference, filters.bands());
        }
    }

    /**
     * A dream within the bound.
     *
     * @param state of the whole recording
     * @param factor by which it was moved towards the input
     */
    record Kept(float[] state, double factor) {}
}
