package io.reverie.network;

/**
 * The shape of features and of what they are computed from.
 *
 * @param valuesPerFrame values of a frame of the source
 * @param channels channels of the features
 * @param rows rows of each channel: mel bands or bins
 */
public record FeatureShape(int valuesPerFrame, int channels, int rows) {

    public FeatureShape {
        if (valuesPerFrame < 1 || channels < 1 || rows < 1) {
            throw new IllegalArgumentException("valuesPerFrame, channels and rows must be at least 1: " + valuesPerFrame
                    + ", " + channels + ", " + rows);
        }
    }

    /** Features of so many frames. */
    public int size(int frames) {
        return Math.multiplyExact(channels * rows, frames);
    }

    void requireForward(float[] source, int firstFrame, int frames, float[] features, int offset) {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1: " + frames);
        }
        if (firstFrame < 0 || (firstFrame + (long) frames) * valuesPerFrame > source.length) {
            throw new IllegalArgumentException("firstFrame and frames must lie within the "
                    + source.length / valuesPerFrame + " frames of the spectrogram: " + firstFrame + " + " + frames);
        }
        if (offset < 0 || offset + (long) channels * rows * frames > features.length) {
            throw new IllegalArgumentException("features must hold " + (long) channels * rows * frames
                    + " values from offset " + offset + " on: " + features.length);
        }
    }

    void requireBackward(
            float[] source, int firstFrame, int frames, float[] featureGradient, int offset, float[] sourceGradient) {
        requireForward(source, firstFrame, frames, featureGradient, offset);
        if (sourceGradient.length != source.length) {
            throw new IllegalArgumentException(
                    "sourceGradient must be as long as source, " + source.length + ": " + sourceGradient.length);
        }
    }
}
