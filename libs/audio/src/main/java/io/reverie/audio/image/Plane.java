package io.reverie.audio.image;

/** The numbers that go into one channel: rows and frames of a spectrogram in the order that it keeps them. */
final class Plane {

    private final float[] values;
    private final int rows;
    private final int frames;
    private final int stride;
    private final int offset;

    /**
     * @param values of (row, frame) at {@code (frame * rows + row) * stride + offset}; shared, and changed by {@link #set}
     */
    Plane(float[] values, int rows, int frames, int stride, int offset) {
        this.values = values;
        this.rows = rows;
        this.frames = frames;
        this.stride = stride;
        this.offset = offset;
    }

    int rows() {
        return rows;
    }

    int frames() {
        return frames;
    }

    float get(int row, int frame) {
        return values[at(row, frame)];
    }

    void set(int row, int frame, float value) {
        values[at(row, frame)] = value;
    }

    /** The smallest and the largest value of a crop, its padding (0) included. */
    ValueRange range(ImageCrop crop) {
        int shown = crop.framesShown(frames);
        boolean padded = shown < crop.columns();
        float minimum = padded ? 0 : Float.POSITIVE_INFINITY;
        float maximum = padded ? 0 : Float.NEGATIVE_INFINITY;
        for (int column = 0; column < shown; column++) {
            for (int row = 0; row < rows; row++) {
                float value = get(row, crop.firstFrame() + column);
                minimum = Math.min(minimum, value);
                maximum = Math.max(maximum, value);
            }
        }
        return new ValueRange(minimum, maximum);
    }

    /** Puts a crop, scaled and padded with what 0 scales to, into a channel of an image. */
    void writeTo(SpectrogramImage image, int channel, ImageCrop crop, ValueRange range) {
        int shown = crop.framesShown(frames);
        for (int row = 0; row < rows; row++) {
            int at = (channel * rows + row) * crop.columns();
            for (int column = 0; column < crop.columns(); column++) {
                float value = column < shown ? get(row, crop.firstFrame() + column) : 0;
                image.values()[at + column] = range.scaled(value);
            }
        }
    }

    private int at(int row, int frame) {
        return (frame * rows + row) * stride + offset;
    }
}
