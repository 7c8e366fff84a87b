package io.reverie.audio.phase;

import java.util.Objects;

import io.reverie.audio.MagnitudeSpectrogram;
import io.reverie.audio.Samples;
import io.reverie.audio.StftParameters;

/**
 * Finds a signal that has given magnitudes. Deterministic: the same magnitudes, settings and length give the same
 * bytes.
 *
 * <p>An instance keeps no state between calls, but for one thread at a time.
 */
public final class PhaseRetrieval {

    private final StftParameters parameters;
    private final PhaseSettings settings;

    /** Prepares for magnitudes of an analysis with these parameters. */
    public PhaseRetrieval(StftParameters parameters, PhaseSettings settings) {
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Finds a signal. Magnitudes that are all 0 give silence without any iteration.
     *
     * @param magnitudes of an analysis with the parameters of this object, no bin missing
     * @param samples the length of the signal that they are of
     * @throws IllegalArgumentException if a signal of that length has another number of bins or frames, or is shorter
     *     than {@link StftParameters#minimumSamples()}
     */
    public Retrieved retrieve(MagnitudeSpectrogram magnitudes, int samples) {
        int frames = parameters.frames(samples);
        if (magnitudes.bins() != parameters.bins() || magnitudes.frames() != frames) {
            throw new IllegalArgumentException("a signal of " + samples + " samples has " + parameters.bins()
                    + " bins x " + frames + " frames, but the magnitudes have " + magnitudes.bins() + " x "
                    + magnitudes.frames());
        }
        float largest = (float) Samples.peak(magnitudes.values());
        if (largest == 0) {
            return new Retrieved(new float[samples], 0, Double.NEGATIVE_INFINITY);
        }
        // A power of two, exact: no square underflows or overflows, and quiet music comes out as loud music does.
        int exponent = Math.getExponent(largest) + 1;
        MagnitudeSpectrogram scaled = scaled(magnitudes, -exponent);
        float[] phases = settings.method().heapIntegration()
                ? new HeapIntegration(parameters, settings).phases(scaled, Math.scalb(largest, -exponent))
                : new float[scaled.values().length];
        int iterations = settings.method().iterative() ? settings.iterations() : 0;
        double momentum = settings.method().accelerated() ? settings.momentum() : 0;
        Retrieved retrieved =
                new GriffinLim(parameters, momentum, iterations, settings.stopRule()).refine(scaled, phases, samples);
        float[] signal = retrieved.samples();
        for (int i = 0; i < signal.length; i++) {
            signal[i] = Math.scalb(signal[i], exponent);
        }
        return new Retrieved(signal, retrieved.iterations(), retrieved.spectralConvergenceDb());
    }

    private static MagnitudeSpectrogram scaled(MagnitudeSpectrogram magnitudes, int exponent) {
        float[] values = new float[magnitudes.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.scalb(magnitudes.values()[i], exponent);
        }
        return new MagnitudeSpectrogram(magnitudes.bins(), magnitudes.frames(), values);
    }
}
