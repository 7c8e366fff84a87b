package io.reverie.audio;

/**
 * The power of a spectrogram on the pixels of a picture, in dB. Where several frames fall on a column it takes their
 * mean, so that long audio shows its loudness, and where several bins fall on a row their maximum, so that narrow
 * partials stay visible; in between it interpolates in dB.
 */
final class PowerRaster {

    private final int columns;
    private final int rows;
    private final float[] decibels;

    /**
     * @param axis gives each row its frequencies
     * @param columns width of the picture
     * @param framesShown how many frames the whole width stands for; columns behind the last frame are NaN
     * @param floor added to the power divided by the reference before the logarithm
     * @param reference the power that counts as 0 dB
     */
    PowerRaster(
            ComplexSpectrogram spectrogram,
            StftParameters parameters,
            MelAxis axis,
            int columns,
            int framesShown,
            double reference,
            double floor) {
        this.columns = columns;
        this.rows = axis.rows();
        this.decibels = new float[columns * rows];
        double framesPerColumn = (double) framesShown / columns;
        int bins = spectrogram.bins();
        double[] left = new double[bins];
        double[] right = new double[bins];
        for (int column = 0; column < columns; column++) {
            double position = column * framesPerColumn;
            if (position >= spectrogram.frames()) {
                fillColumn(column, Float.NaN);
            } else if (framesPerColumn > 1) {
                int from = (int) position;
                int to = Math.max(from + 1, (int) Math.min(spectrogram.frames(), position + framesPerColumn));
                meanPower(spectrogram, from, to, left);
                addColumn(column, left, 1, parameters, axis, reference, floor);
            } else {
                double centre = Math.max(0, position + framesPerColumn / 2 - 0.5);
                int from = (int) Math.min(spectrogram.frames() - 1, centre);
                int next = Math.min(spectrogram.frames() - 1, from + 1);
                meanPower(spectrogram, from, from + 1, left);
                meanPower(spectrogram, next, next + 1, right);
                addColumn(column, left, 1 - (centre - from), parameters, axis, reference, floor);
                addColumn(column, right, centre - from, parameters, axis, reference, floor);
            }
        }
    }

    int columns() {
        return columns;
    }

    int rows() {
        return rows;
    }

    /** The level of a pixel in dB; NaN where there is no signal. */
    float at(int column, int row) {
        return decibels[column * rows + row];
    }

    private void fillColumn(int column, float value) {
        for (int row = 0; row < rows; row++) {
            decibels[column * rows + row] = value;
        }
    }

    private static void meanPower(ComplexSpectrogram spectrogram, int from, int to, double[] power) {
        float[] values = spectrogram.values();
        int bins = spectrogram.bins();
        for (int bin = 0; bin < bins; bin++) {
            double sum = 0;
            for (int frame = from; frame < to; frame++) {
                double real = values[2 * (frame * bins + bin)];
                double imaginary = values[2 * (frame * bins + bin) + 1];
                sum += real * real + imaginary * imaginary;
            }
            power[bin] = sum / (to - from);
        }
    }

    private void addColumn(
            int column,
            double[] power,
            double share,
            StftParameters parameters,
            MelAxis axis,
            double reference,
            double floor) {
        for (int row = 0; row < rows; row++) {
            double lowest = axis.hzAt(row + 1.0) / parameters.binHz();
            double highest = axis.hzAt(row) / parameters.binHz();
            double level;
            if (highest - lowest >= 1) {
                double loudest = 0;
                for (int bin = (int) Math.ceil(lowest); bin <= highest && bin < power.length; bin++) {
                    loudest = Math.max(loudest, power[bin]);
                }
                level = decibels(loudest, reference, floor);
            } else {
                double centre = axis.hzAt(row + 0.5) / parameters.binHz();
                int below = (int) Math.min(power.length - 2, centre);
                double rest = centre - below;
                level = (1 - rest) * decibels(power[below], reference, floor)
                        + rest * decibels(power[below + 1], reference, floor);
            }
            decibels[column * rows + row] += (float) (share * level);
        }
    }

    private static double decibels(double power, double reference, double floor) {
        return 10 * Math.log10(power / reference + floor);
    }
}
