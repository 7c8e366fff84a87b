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

    /** The smallest and the largest value of all. */
    ValueRange range() {
        float minimum = Float.POSITIVE_INFINITY;
        float maximum = Float.NEGATIVE_INFINITY;
        for (int i = offset; i < values.length; i += stride) {
            minimum = Math.min(minimum, values[i]);
            maximum = Math.max(maximum, values[i]);
        }
        return new ValueRange(minimum, maximum);
    }

    /** Puts a crop, scaled and padded with what stands for 0, into a channel of an image. */
    void writeTo(SpectrogramImage image, int channel, ImageCrop crop, ValueRange range) {
        int shown = crop.framesShown(frames);
        float silence = Math.max(0, Math.min(1, range.scaled(0)));
        for (int row = 0; row < rows; row++) {
            int at = (channel * rows + row) * crop.columns();
            for (int column = 0; column < crop.columns(); column++) {
                image.values()[at + column] =
                        column < shown ? range.scaled(get(row, crop.firstFrame() + column)) : silence;
            }
        }
    }

    private int at(int row, int frame) {
        return (frame * rows + row) * stride + offset;
    }
}
