package io.reverie.audio.image;

/**
 * The part of a spectrogram that is made an image.
 *
 * @param firstFrame the frame in the first column
 * @param columns width of the image in frames; columns behind the last frame are padded with silence
 */
public record ImageCrop(int firstFrame, int columns) {

    public ImageCrop {
        if (firstFrame < 0) {
            throw new IllegalArgumentException("firstFrame must not be negative, but is " + firstFrame);
        }
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be at least 1, but is " + columns);
        }
    }

    /** The crop in the middle of the audio, as the seed's; from the first frame where the audio is shorter. */
    public static ImageCrop centred(SeedTransform transform, int frames) {
        return of(transform, (int) Math.max(0, Math.rint((frames - transform.columns()) / 2.0)));
    }

    /** A crop as wide as the seed's. */
    public static ImageCrop of(SeedTransform transform, int firstFrame) {
        return new ImageCrop(firstFrame, transform.columns());
    }

    /**
     * How many of the columns show frames of the audio; the others are padding.
     *
     * @param frames number of frames of the audio
     * @throws IllegalArgumentException if the audio ends before the first column
     */
    public int framesShown(int frames) {
        if (firstFrame >= frames) {
            throw new IllegalArgumentException(
                    "firstFrame must be below the number of frames (" + frames + "), but is " + firstFrame);
        }
        return Math.min(columns, frames - firstFrame);
    }
}
