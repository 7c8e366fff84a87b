package io.reverie.audio.image;

/** Which channel of a dreamed image goes back to a spectrogram. */
public enum ImageChannel {
    /** The first channel. */
    RED,
    /** The second channel. */
    GREEN,
    /** The third channel. */
    BLUE,
    /** The mean of the three. */
    MEAN;

    /** The value at a pixel, each channel clamped to 0 to 1 first. */
    float valueOf(SpectrogramImage image, int row, int column) {
        return this == MEAN
                ? (clamped(image, 0, row, column) + clamped(image, 1, row, column) + clamped(image, 2, row, column))
                        / SpectrogramImage.CHANNELS
                : clamped(image, ordinal(), row, column);
    }

    private static float clamped(SpectrogramImage image, int channel, int row, int column) {
        return Math.max(0, Math.min(1, image.value(channel, row, column)));
    }
}
