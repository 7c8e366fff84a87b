package io.reverie.audio.picture;

import java.util.Arrays;

/**
 * The power of a spectrogram on the pixels of a picture, in dB. Where several frames fall on a column it takes their
 * mean, so that long audio shows its loudness, and where several bins or bands fall on a row their maximum, so that
 * narrow partials stay visible; in between it interpolates in dB, over the rows only where the source says so.
 */
final class PowerRaster implements PictureSheet.Levels {

    private final PowerSource source;
    private final RowSpans spans;
    private final int rows;
    private final double reference;
    private final double floor;
    private final float[] decibels;

    /**
     * @param axis gives each row its frequencies
     * @param columns width of the picture
     * @param framesShown how many frames the whole width stands for; columns behind the last frame are NaN
     * @param reference the power that counts as 0 dB
     * @param floor added to the power divided by the reference before the logarithm
     */
    PowerRaster(PowerSource source, MelAxis axis, int columns, int framesShown, double reference, double floor) {
        this.source = source;
        this.spans = new RowSpans(axis, source::positionOf, source.rows());
        this.rows = axis.rows();
        this.reference = reference;
        this.floor = floor;
        this.decibels = new float[columns * rows];
        double[] power = new double[source.rows()];
        double[] frame = new double[source.rows()];
        double framesPerColumn = (double) framesShown / columns;
        for (int column = 0; column < columns; column++) {
            double position = column * framesPerColumn;
            if (position >= source.frames()) {
                Arrays.fill(decibels, column * rows, (column + 1) * rows, Float.NaN);
            } else if (framesPerColumn > 1) {
                int from = (int) position;
                int to = Math.max(from + 1, (int) Math.min(source.frames(), position + framesPerColumn));
                meanPower(from, to, frame, power);
                addLevels(column, 1, power);
            } else {
                double centre = Math.max(0, position + framesPerColumn / 2 - 0.5);
                int from = (int) Math.min(source.frames() - 1, centre);
                int next = Math.min(source.frames() - 1, from + 1);
                source.read(from, power);
                addLevels(column, 1 - (centre - from), power);
                source.read(next, power);
                addLevels(column, centre - from, power);
            }
        }
    }

    /** The level of a pixel in dB; NaN where there is no signal. */
    @Override
    public float at(int column, int row) {
        return decibels[column * rows + row];
    }

    /** Adds levels to a column, weighted by a share. */
    private void addLevels(int column, double share, double[] power) {
        for (int row = 0; row < rows; row++) {
            decibels[column * rows + row] += (float) (share * level(row, power));
        }
    }

    private void meanPower(int from, int to, double[] frame, double[] power) {
        Arrays.fill(power, 0);
        for (int t = from; t < to; t++) {
            source.read(t, frame);
            for (int row = 0; row < power.length; row++) {
                power[row] += frame[row];
            }
        }
        for (int row = 0; row < power.length; row++) {
            power[row] /= to - from;
        }
    }

    private double level(int row, double[] power) {
        if (spans.isSpan(row)) {
            double loudest = 0;
            for (int i = spans.first(row); i < spans.end(row); i++) {
                loudest = Math.max(loudest, power[i]);
            }
            return decibels(loudest);
        }
        if (!source.interpolated()) {
            return decibels(power[spans.nearest(row)]);
        }
        int below = (int) Math.min(power.length - 2, spans.middle(row));
        double rest = spans.middle(row) - below;
        return (1 - rest) * decibels(power[below]) + rest * decibels(power[below + 1]);
    }

    private double decibels(double power) {
        return 10 * Math.log10(power / reference + floor);
    }
}
