package io.reverie.audio.picture;

import java.util.function.DoubleUnaryOperator;

/** Which rows of a spectrogram (bins or bands) the rows of a picture show. Immutable. */
final class RowSpans {

    private final double[] middles;
    private final int[] first;
    private final int[] end;

    /**
     * @param axis gives each row of the picture its frequencies
     * @param positionOf the position of a frequency among the spectrogram's rows, whose middles are whole numbers
     * @param sourceRows how many rows the spectrogram has
     */
    RowSpans(MelAxis axis, DoubleUnaryOperator positionOf, int sourceRows) {
        this.middles = new double[axis.rows()];
        this.first = new int[axis.rows()];
        this.end = new int[axis.rows()];
        int last = sourceRows - 1;
        for (int row = 0; row < axis.rows(); row++) {
            middles[row] = Math.max(0, Math.min(last, positionOf.applyAsDouble(axis.hzAt(row + 0.5))));
            double lowest = positionOf.applyAsDouble(axis.hzAt(row + 1));
            double highest = positionOf.applyAsDouble(axis.hzAt(row));
            if (highest - lowest >= 1) {
                first[row] = (int) Math.max(0, Math.min(last, Math.ceil(lowest)));
                end[row] = (int) Math.max(first[row], Math.min(last, Math.floor(highest))) + 1;
            }
        }
    }

    /** Whether a row of the picture shows several rows of the spectrogram, {@link #first} to {@link #end}. */
    boolean isSpan(int row) {
        return end[row] > 0;
    }

    int first(int row) {
        return first[row];
    }

    int end(int row) {
        return end[row];
    }

    /** Where the middle of a row of the picture lies among the spectrogram's rows, never outside them. */
    double middle(int row) {
        return middles[row];
    }

    /** The spectrogram's row nearest to the middle of a row of the picture. */
    int nearest(int row) {
        return (int) Math.round(middles[row]);
    }
}
