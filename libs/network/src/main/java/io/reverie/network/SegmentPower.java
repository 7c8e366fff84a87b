package io.reverie.network;

/**
 * The gain that takes the mean power of a segment of an STFT to 1, {@code 1 / mean |X|²} over its bins and frames, and
 * the gradient through it. The mean is floored at 1e-20, for silence.
 *
 * @param gain what the power is multiplied by
 * @param floored whether the mean was below the floor, so that the gain is a constant
 * @param start first value of the segment
 * @param end end of its values
 */
record SegmentPower(double gain, boolean floored, int start, int end) {
    private static final double SMALLEST_MEAN_POWER = 1e-20;

    static SegmentPower of(float[] source, FeatureShape shape, int firstFrame, int frames) {
        int start = firstFrame * shape.valuesPerFrame();
        int end = start + frames * shape.valuesPerFrame();
        double sum = 0;
        for (int index = start; index < end; index++) {
            sum += (double) source[index] * source[index];
        }
        double mean = sum / ((end - start) / 2);
        return new SegmentPower(1 / Math.max(mean, SMALLEST_MEAN_POWER), mean <= SMALLEST_MEAN_POWER, start, end);
    }

    /** Adds what the gradient with respect to the gain contributes to that with respect to the source. */
    void addGradient(double gainGradient, float[] source, float[] sourceGradient) {
        if (floored) {
            return;
        }
        // gain = N / Σ|X|², so that ∂gain/∂x = −2x · gain² / N
        double scale = -2 * gainGradient * gain * gain / ((end - start) / 2);
        for (int index = start; index < end; index++) {
            sourceGradient[index] += (float) (scale * source[index]);
        }
    }
}
