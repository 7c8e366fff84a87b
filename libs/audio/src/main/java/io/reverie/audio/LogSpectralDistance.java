package io.reverie.audio;

/**
 * The log-spectral distance of two power spectrograms, each divided by its own mean so that loudness does not count:
 * {@code mean over frames of sqrt(mean over bins of (10 log10(P / mean P + 1e-6) - 10 log10(R / mean R + 1e-6))^2)}, in
 * dB (after Gray and Markel, 1976).
 */
public final class LogSpectralDistance {

    private static final double FLOOR = 1e-6;

    /** Of power. */
    private static final double DECIBELS_PER_NEPER = 10 / Math.log(10);

    /** Keeps silence from dividing by zero. */
    private static final double SMALLEST_MEAN = 1e-20;

    private LogSpectralDistance() {}

    /**
     * The distance in dB, 0 for equal spectra; NaN where a value is not finite.
     *
     * @param power frame after frame, as {@link ComplexSpectrogram#power()}; no value is negative
     * @param referencePower of the same shape
     * @param bins number of bins in a frame
     * @throws IllegalArgumentException if the arrays are empty, differ in length or are not whole frames
     */
    public static double decibels(float[] power, float[] referencePower, int bins) {
        if (power.length != referencePower.length) {
            throw new IllegalArgumentException("power and referencePower must have the same length, but have "
                    + power.length + " and " + referencePower.length);
        }
        if (bins < 1 || power.length == 0 || power.length % bins != 0) {
            throw new IllegalArgumentException(
                    "power must be one or more frames of " + bins + " bins, but has " + power.length + " values");
        }
        double mean = mean(power);
        double referenceMean = mean(referencePower);
        if (!(Double.isFinite(mean) && Double.isFinite(referenceMean))) {
            return Double.NaN;
        }
        int frames = power.length / bins;
        double total = 0;
        for (int frame = 0; frame < frames; frame++) {
            double sum = sumOfSquares(power, 1 / mean, referencePower, 1 / referenceMean, frame * bins, bins);
            total += Math.sqrt(sum / bins);
        }
        return DECIBELS_PER_NEPER * total / frames;
    }

    /** Of one frame, in nepers; by itself, so that the compiler soon sees that it is called often. */
    private static double sumOfSquares(
            float[] power, double scale, float[] referencePower, double referenceScale, int from, int bins) {
        double sum = 0;
        for (int i = from; i < from + bins; i++) {
            double difference =
                    TableLogarithm.ln((power[i] * scale + FLOOR) / (referencePower[i] * referenceScale + FLOOR));
            sum += difference * difference;
        }
        return sum;
    }

    private static double mean(float[] power) {
        double sum = 0;
        for (float value : power) {
            sum += value;
        }
        return Math.max(sum / power.length, SMALLEST_MEAN);
    }
}
