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
        return decibels(actual, MagnitudeSpectrogram.of(target));
    }

    /**
     * The same against magnitudes.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double decibels(ComplexSpectrogram actual, MagnitudeSpectrogram target) {
        requireSameShape(actual, target.bins(), target.frames());
        return decibels(actual.values(), target.values(), 1);
    }

    /**
     * The same with the actual magnitudes scaled by the one gain that makes it smallest, for audio that was written with
     * a gain of its own.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static double decibelsAtBestGain(ComplexSpectrogram actual, MagnitudeSpectrogram target) {
        requireSameShape(actual, target.bins(), target.frames());
        double product = 0;
        double energy = 0;
        for (int i = 0; i < target.values().length; i++) {
            double magnitude = magnitude(actual.values(), 2 * i);
            product += magnitude * target.values()[i];
            energy += magnitude * magnitude;
        }
        return decibels(actual.values(), target.values(), energy == 0 ? 1 : product / energy);
    }

    private static double decibels(float[] actual, float[] target, double gain) {
        double difference = 0;
        double energy = 0;
        for (int i = 0; i < target.length; i++) {
            double wanted = target[i];
            double missing = gain * magnitude(actual, 2 * i) - wanted;
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

    private static void requireSameShape(ComplexSpectrogram actual, int bins, int frames) {
        if (actual.bins() != bins || actual.frames() != frames) {
            throw new IllegalArgumentException("the spectrograms must have the same shape, but have " + actual.bins()
                    + " bins x " + actual.frames() + " frames and " + bins + " bins x " + frames + " frames");
        }
    }
}
