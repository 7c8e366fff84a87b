package io.reverie.audio.picture;

import java.util.Arrays;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * The power of a spectrogram on the pixels of a picture, in dB. Where several frames fall on a column it takes their
 * mean, so that long audio shows its loudness, and where several bins fall on a row their maximum, so that narrow
 * partials stay visible; in between it interpolates in dB.
 */
final class PowerRaster {

    private final int rows;
    private final double reference;
    private final double floor;
    /** In bins: the rows' edges from the top down, one more than rows. */
    private final double[] edges;
    /** In bins: the rows' middles. */
    private final double[] middles;

    private final float[] decibels;

    /**
     * @param axis gives each row its frequencies
     * @param columns width of the picture
     * @param framesShown how many frames the whole width stands for; columns behind the last frame are NaN
     * @param reference the power that counts as 0 dB
     * @param floor added to the power divided by the reference before the logarithm
     */
    PowerRaster(
            ComplexSpectrogram spectrogram,
            StftParameters parameters,
            MelAxis axis,
            int columns,
            int framesShown,
            double reference,
            double floor) {
        this.rows = axis.rows();
        this.reference = reference;
        this.floor = floor;
        this.edges = new double[rows + 1];
        this.middles = new double[rows];
        for (int row = 0; row <= rows; row++) {
            edges[row] = axis.hzAt(row) / parameters.binHz();
        }
        for (int row = 0; row < rows; row++) {
            middles[row] = axis.hzAt(row + 0.5) / parameters.binHz();
        }
        this.decibels = new float[columns * rows];
        double[] power = new double[spectrogram.bins()];
        double framesPerColumn = (double) framesShown / columns;
        for (int column = 0; column < columns; column++) {
            double position = column * framesPerColumn;
            if (position >= spectrogram.frames()) {
                Arrays.fill(decibels, column * rows, (column + 1) * rows, Float.NaN);
            } else if (framesPerColumn > 1) {
                int from = (int) position;
                int to = Math.max(from + 1, (int) Math.min(spectrogram.frames(), position + framesPerColumn));
                addFrames(column, spectrogram, from, to, 1, power);
            } else {
                double centre = Math.max(0, position + framesPerColumn / 2 - 0.5);
                int from = (int) Math.min(spectrogram.frames() - 1, centre);
                int next = Math.min(spectrogram.frames() - 1, from + 1);
                addFrames(column, spectrogram, from, from + 1, 1 - (centre - from), power);
                addFrames(column, spectrogram, next, next + 1, centre - from, power);
            }
        }
    }

    /** The level of a pixel in dB; NaN where there is no signal. */
    float at(int column, int row) {
        return decibels[column * rows + row];
    }

    /** Adds the level of the mean of some frames to a column, weighted by a share. */
    private void addFrames(int column, ComplexSpectrogram spectrogram, int from, int to, double share, double[] power) {
        meanPower(spectrogram, from, to, power);
        for (int row = 0; row < rows; row++) {
            decibels[column * rows + row] += (float) (share * level(row, power));
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

    private double level(int row, double[] power) {
        double highest = edges[row];
        double lowest = edges[row + 1];
        if (highest - lowest >= 1) {
            double loudest = 0;
            for (int bin = (int) Math.ceil(lowest); bin <= highest && bin < power.length; bin++) {
                loudest = Math.max(loudest, power[bin]);
            }
            return decibels(loudest);
        }
        int below = (int) Math.min(power.length - 2, middles[row]);
        double rest = middles[row] - below;
        return (1 - rest) * decibels(power[below]) + rest * decibels(power[below + 1]);
    }

    private double decibels(double power) {
        return 10 * Math.log10(power / reference + floor);
    }
}
