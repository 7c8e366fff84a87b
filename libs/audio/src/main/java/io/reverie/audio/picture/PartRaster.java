package io.reverie.audio.picture;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.StftParameters;

/**
 * The real or imaginary part of a spectrogram on the pixels of a picture, relative to a magnitude. Its sign changes from
 * frame to frame and from bin to bin, so that means would cancel: each pixel shows the value farthest from 0 of those
 * that fall on it, or the nearest one.
 */
final class PartRaster implements PictureSheet.Levels {

    private final int rows;
    private final float[] levels;

    /** Which part. */
    enum Part {
        REAL,
        IMAGINARY
    }

    /**
     * @param axis gives each row its frequencies
     * @param columns width of the picture
     * @param magnitude what counts as 1
     */
    PartRaster(
            ComplexSpectrogram spectrogram,
            Part part,
            StftParameters parameters,
            MelAxis axis,
            int columns,
            double magnitude) {
        RowSpans spans = new RowSpans(axis, hz -> hz / parameters.binHz(), spectrogram.bins());
        this.rows = axis.rows();
        this.levels = new float[columns * rows];
        float[] farthest = new float[spectrogram.bins()];
        double framesPerColumn = (double) spectrogram.frames() / columns;
        for (int column = 0; column < columns; column++) {
            int from = (int) Math.min(spectrogram.frames() - 1, (column + 0.5) * framesPerColumn);
            int to = from + 1;
            if (framesPerColumn > 1) {
                from = (int) (column * framesPerColumn);
                to = (int) Math.max(from + 1, Math.min(spectrogram.frames(), (column + 1) * framesPerColumn));
            }
            collect(spectrogram, part, from, to, farthest);
            for (int row = 0; row < rows; row++) {
                levels[column * rows + row] = (float) (level(spans, row, farthest) / magnitude);
            }
        }
    }

    @Override
    public float at(int column, int row) {
        return levels[column * rows + row];
    }

    private static void collect(ComplexSpectrogram spectrogram, Part part, int from, int to, float[] farthest) {
        float[] values = spectrogram.values();
        int bins = farthest.length;
        for (int bin = 0; bin < bins; bin++) {
            float value = 0;
            for (int frame = from; frame < to; frame++) {
                value = farther(value, values[2 * (frame * bins + bin) + part.ordinal()]);
            }
            farthest[bin] = value;
        }
    }

    private static float level(RowSpans spans, int row, float[] values) {
        if (!spans.isSpan(row)) {
            return values[spans.nearest(row)];
        }
        float value = 0;
        for (int bin = spans.first(row); bin < spans.end(row); bin++) {
            value = farther(value, values[bin]);
        }
        return value;
    }

    private static float farther(float one, float other) {
        return Math.abs(other) > Math.abs(one) ? other : one;
    }
}
