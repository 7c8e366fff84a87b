package io.reverie.audio;

/**
 * How far the magnitudes of a spectrogram are from a target's: {@code 20 log10(|| |Y| - |S| || / || |S| ||)} with the
 * Frobenius norm, in dB; the lower the closer (Sturmel and Daudet, 2011).
 */
public final class SpectralConvergence {

    private SpectralConvergence() {}

    /**
     * The spectral convergence in dB. Negative infinity where nothing differs, positive infinity where the target alone
     * is silent.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double decibels(ComplexSpectrogram actual, ComplexSpectrogram target) {
        requireSameShape(actual, target);
        return decibels(actual, target, 1);
    }

    /**
     * The same with the actual magnitudes scaled by the one gain that makes it smallest, for audio that was written with
     * a gain of its own.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double decibelsAtBestGain(ComplexSpectrogram actual, ComplexSpectrogram target) {
        requireSameShape(actual, target);
        double product = 0;
        double energy = 0;
        for (int i = 0; i < actual.values().length; i += 2) {
            double magnitude = magnitude(actual.values(), i);
            product += magnitude * magnitude(target.values(), i);
            energy += magnitude * magnitude;
        }
        return decibels(actual, target, energy == 0 ? 1 : product / energy);
    }

    private static double decibels(ComplexSpectrogram actual, ComplexSpectrogram target, double gain) {
        double difference = 0;
        double energy = 0;
        for (int i = 0; i < actual.values().length; i += 2) {
            double wanted = magnitude(target.values(), i);
            double missing = gain * magnitude(actual.values(), i) - wanted;
            difference += missing * missing;
            energy += wanted * wanted;
        }
        return difference == 0 ? Double.NEGATIVE_INFINITY : 10 * Math.log10(difference / energy);
    }

    private static double magnitude(float[] values, int at) {
        double real = values[at];
        double imaginary = values[at + 1];
        return Math.sqrt(real * real + imaginary * imaginary);
    }

    private static void requireSameShape(ComplexSpectrogram actual, ComplexSpectrogram target) {
        if (actual.bins() != target.bins() || actual.frames() != target.frames()) {
            throw new IllegalArgumentException("the spectrograms must have the same shape, but have " + actual.bins()
                    + " bins x " + actual.frames() + " frames and " + target.bins() + " bins x " + target.frames()
                    + " frames");
        }
    }
}
