package io.reverie.network;

/**
 * Brings the features of each row to a common scale: {@code (L − μ) / d}, with the training set's mean {@code μ} and
 * {@code d} its standard deviation and what the {@link StandardisationRule} adds. Features are {@code [channels, rows,
 * frames]} in C order; the rows of all channels are counted through here.
 *
 * @param mean μ of each row
 * @param deviation {@code d} of each row, positive
 */
public record Standardisation(float[] mean, float[] deviation) {
    public Standardisation {
        if (mean.length == 0 || mean.length != deviation.length) {
            throw new IllegalArgumentException(
                    "mean and deviation must have one value for each row: " + mean.length + " and " + deviation.length);
        }
        for (int row = 0; row < mean.length; row++) {
            if (!Float.isFinite(mean[row])) {
                throw new IllegalArgumentException("mean must be finite: " + mean[row] + " in row " + row);
            }
            if (!(deviation[row] > 0) || Float.isInfinite(deviation[row])) {
                throw new IllegalArgumentException(
                        "deviation must be positive and finite: " + deviation[row] + " in row " + row);
            }
        }
    }

    /** Standardises {@code rows * frames} features in place, from {@code offset} on. */
    public void forward(float[] features, int offset, int frames) {
        requireRange(features, offset, frames);
        for (int row = 0, index = offset; row < mean.length; row++) {
            for (int frame = 0; frame < frames; frame++, index++) {
                features[index] = (features[index] - mean[row]) / deviation[row];
            }
        }
    }

    /**
     * Turns the gradient with respect to standardised features into the one with respect to the features, in place, from
     * {@code offset} on.
     */
    public void backward(float[] gradient, int offset, int frames) {
        requireRange(gradient, offset, frames);
        for (int row = 0, index = offset; row < mean.length; row++) {
            for (int frame = 0; frame < frames; frame++, index++) {
                gradient[index] /= deviation[row];
            }
        }
    }

    private void requireRange(float[] values, int offset, int frames) {
        if (frames < 1 || offset < 0 || offset + (long) frames * mean.length > values.length) {
            throw new IllegalArgumentException("values must hold " + mean.length + " rows of " + frames
                    + " frames from offset " + offset + " on: " + values.length);
        }
    }

    /** Collects the statistics of a training set segment by segment, by Welford's algorithm (1962) over segments. */
    public static final class Statistics {
        /** Features that are constant throughout are 0 when standardised, whatever they are divided by. */
        private static final double SMALLEST_DEVIATION = 1e-6;

        private final StandardisationRule rule;
        private final int rowsTogether;
        private final double[] mean;
        private final double[] squares;
        private long count;

        /**
         * @param channels channels of the features
         * @param rows rows of each channel
         * @param rule which rows have their statistics in common
         */
        public Statistics(int channels, int rows, StandardisationRule rule) {
            if (channels < 1 || rows < 1) {
                throw new IllegalArgumentException("channels and rows must be at least 1: " + channels + ", " + rows);
            }
            this.rule = rule;
            rowsTogether = rule.rowsTogether(rows);
            mean = new double[channels * rows / rowsTogether];
            squares = new double[mean.length];
        }

        /** Adds one segment's features, not standardised, {@code channels * rows * frames} values from {@code offset} on. */
        public void add(float[] features, int offset, int frames) {
            int size = rowsTogether * frames;
            if (frames < 1 || offset < 0 || offset + (long) size * mean.length > features.length) {
                throw new IllegalArgumentException("features must hold " + rowsTogether * mean.length + " rows of "
                        + frames + " frames from offset " + offset + " on: " + features.length);
            }
            long together = count + size;
            for (int group = 0; group < mean.length; group++) {
                int start = offset + group * size;
                double sum = 0;
                for (int index = start; index < start + size; index++) {
                    sum += features[index];
                }
                double segmentMean = sum / size;
                double segmentSquares = 0;
                for (int index = start; index < start + size; index++) {
                    double difference = features[index] - segmentMean;
                    segmentSquares += difference * difference;
                }
                double difference = segmentMean - mean[group];
                mean[group] += difference * size / together;
                squares[group] += segmentSquares + difference * difference * count * size / together;
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
            float[] means = new float[mean.length * rowsTogether];
            float[] deviations = new float[means.length];
            for (int row = 0; row < means.length; row++) {
                int group = row / rowsTogether;
                double deviation = Math.sqrt(squares[group] / Math.max(1, count - 1)) + rule.addedToDeviation();
                means[row] = (float) mean[group];
                deviations[row] = (float) Math.max(deviation, SMALLEST_DEVIATION);
            }
            return new Standardisation(means, deviations);
        }
    }
}
