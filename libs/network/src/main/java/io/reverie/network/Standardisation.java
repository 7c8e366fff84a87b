package io.reverie.network;

/**
 * Brings each band of the features to a common scale: {@code (L − μ) / d} with the training set's mean {@code μ} and
 * {@code d = σ + 0.3}, where σ is its standard deviation. The 0.3 keeps nearly constant bands from being blown up.
 * Features are band-major, {@code band * frames + frame}.
 *
 * @param mean μ of each band
 * @param deviation {@code σ + 0.3} of each band, positive
 */
public record Standardisation(float[] mean, float[] deviation) {
    private static final double ADDED_TO_DEVIATION = 0.3;

    public Standardisation {
        if (mean.length == 0 || mean.length != deviation.length) {
            throw new IllegalArgumentException("mean and deviation must have one value for each band: " + mean.length
                    + " and " + deviation.length);
        }
        for (int band = 0; band < mean.length; band++) {
            if (!Float.isFinite(mean[band])) {
                throw new IllegalArgumentException("mean must be finite: " + mean[band] + " in band " + band);
            }
            if (!(deviation[band] > 0) || Float.isInfinite(deviation[band])) {
                throw new IllegalArgumentException(
                        "deviation must be positive and finite: " + deviation[band] + " in band " + band);
            }
        }
    }

    /** Standardises {@code bands * frames} features in place, from {@code offset} on. */
    public void forward(float[] features, int offset, int frames) {
        requireRange(features, offset, frames);
        for (int band = 0, index = offset; band < mean.length; band++) {
            for (int frame = 0; frame < frames; frame++, index++) {
                features[index] = (features[index] - mean[band]) / deviation[band];
            }
        }
    }

    /**
     * Turns the gradient with respect to standardised features into the one with respect to the features, in place, from
     * {@code offset} on.
     */
    public void backward(float[] gradient, int offset, int frames) {
        requireRange(gradient, offset, frames);
        for (int band = 0, index = offset; band < mean.length; band++) {
            for (int frame = 0; frame < frames; frame++, index++) {
                gradient[index] /= deviation[band];
            }
        }
    }

    private void requireRange(float[] values, int offset, int frames) {
        if (frames < 1 || offset < 0 || offset + (long) frames * mean.length > values.length) {
            throw new IllegalArgumentException("values must hold " + mean.length + " bands of " + frames
                    + " frames from offset " + offset + " on: " + values.length);
        }
    }

    /** Collects the statistics of a training set segment by segment, by Welford's algorithm (1962) over segments. */
    public static final class Statistics {
        private final double[] mean;
        private final double[] squares;
        private long count;

        /** @param bands bands of the features */
        public Statistics(int bands) {
            if (bands < 1) {
                throw new IllegalArgumentException("bands must be at least 1: " + bands);
            }
            mean = new double[bands];
            squares = new double[bands];
        }

        /** Adds one segment's features, not standardised, {@code bands * frames} values from {@code offset} on. */
        public void add(float[] features, int offset, int frames) {
            if (frames < 1 || offset < 0 || offset + (long) frames * mean.length > features.length) {
                throw new IllegalArgumentException("features must hold " + mean.length + " bands of " + frames
                        + " frames from offset " + offset + " on: " + features.length);
            }
            long together = count + frames;
            for (int band = 0; band < mean.length; band++) {
                int start = offset + band * frames;
                double sum = 0;
                for (int frame = 0; frame < frames; frame++) {
                    sum += features[start + frame];
                }
                double segmentMean = sum / frames;
                double segmentSquares = 0;
                for (int frame = 0; frame < frames; frame++) {
                    double difference = features[start + frame] - segmentMean;
                    segmentSquares += difference * difference;
                }
                double difference = segmentMean - mean[band];
                mean[band] += difference * frames / together;
                squares[band] += segmentSquares + difference * difference * count * frames / together;
            }
            count = together;
        }

        /**
         * The standardisation of what was added.
         *
         * @throws IllegalStateException if nothing was added
         */
        public Standardisation standardisation() {
            if (count == 0) {
                throw new IllegalStateException("statistics need at least one segment");
            }
            float[] means = new float[mean.length];
            float[] deviations = new float[mean.length];
            for (int band = 0; band < mean.length; band++) {
                means[band] = (float) mean[band];
                deviations[band] = (float) (Math.sqrt(squares[band] / Math.max(1, count - 1)) + ADDED_TO_DEVIATION);
            }
            return new Standardisation(means, deviations);
        }
    }
}
