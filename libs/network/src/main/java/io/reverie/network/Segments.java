package io.reverie.network;

/**
 * How audio of any length is cut into segments of the length that a network was trained with: consecutive segments, the
 * last one aligned with the end; audio shorter than a segment is repeated circularly. Classifying, training and dreaming
 * share it.
 */
public final class Segments {
    private Segments() {}

    /**
     * First frames of the segments that cover a spectrogram.
     *
     * @param frames frames of the spectrogram, at least {@code segmentFrames}
     * @param segmentFrames frames of a segment
     * @return ascending first frames; the last segment ends with the spectrogram
     */
    public static int[] starts(int frames, int segmentFrames) {
        requireFrames(segmentFrames);
        if (frames < segmentFrames) {
            throw new IllegalArgumentException(
                    "frames must be at least segmentFrames, " + segmentFrames + ": " + frames);
        }
        int count = (frames - 1) / segmentFrames + 1;
        int[] starts = new int[count];
        for (int segment = 0; segment < count; segment++) {
            starts[segment] = Math.min(segment * segmentFrames, frames - segmentFrames);
        }
        return starts;
    }

    /**
     * The spectrogram itself when it has {@code segmentFrames} or more, else its frames repeated circularly to exactly
     * that many.
     *
     * @throws IllegalArgumentException if the spectrogram has no frame
     */
    public static SourceSpectrogram atLeastOne(SourceSpectrogram spectrogram, int segmentFrames) {
        requireFrames(segmentFrames);
        if (spectrogram.frames() < 1) {
            throw new IllegalArgumentException("the spectrogram must have at least one frame");
        }
        if (spectrogram.frames() >= segmentFrames) {
            return spectrogram;
        }
        float[] values = spectrogram.values();
        float[] repeated = new float[spectrogram.valuesPerFrame() * segmentFrames];
        for (int filled = 0; filled < repeated.length; filled += values.length) {
            System.arraycopy(values, 0, repeated, filled, Math.min(values.length, repeated.length - filled));
        }
        return new SourceSpectrogram(spectrogram.kind(), spectrogram.valuesPerFrame(), segmentFrames, repeated);
    }

    private static void requireFrames(int segmentFrames) {
        if (segmentFrames < 1) {
            throw new IllegalArgumentException("segmentFrames must be at least 1: " + segmentFrames);
        }
    }
}
