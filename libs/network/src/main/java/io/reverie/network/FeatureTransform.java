package io.reverie.network;

/**
 * What a network hears of one segment of a spectrogram, before it is standardised, and the gradient back to the
 * spectrogram. Made by {@link FeatureKind#transform}. Implementations are immutable and thread-safe.
 *
 * <p>The source is frame-major as {@link io.reverie.audio.MelSpectrogram} and {@link io.reverie.audio.ComplexSpectrogram}
 * store it: {@code frame * bands + band}, and the real part at {@code 2 * (frame * bins + bin)} with the imaginary part
 * next to it. Features are {@code [channels, rows, frames]} in C order, as a network reads them.
 */
public interface FeatureTransform {
    /** Which features these are. */
    FeatureKind kind();

    /** Channels, rows and values of a frame of the source. */
    FeatureShape shape();

    /**
     * Features of one segment.
     *
     * @param source values of the spectrogram
     * @param firstFrame first frame of the segment
     * @param frames frames of the segment
     * @param features receives {@code channels * rows * frames} values from {@code offset} on
     * @throws IllegalArgumentException if the segment does not lie in the spectrogram, or the features have no room
     */
    void forward(float[] source, int firstFrame, int frames, float[] features, int offset);

    /**
     * The exact gradient with respect to a segment of the source, through whatever the features take from the whole
     * segment as well (its mean power, its minimum and maximum).
     *
     * @param source the values that the features were computed from
     * @param firstFrame first frame of the segment
     * @param frames frames of the segment
     * @param featureGradient gradient with respect to the features, read from {@code offset} on
     * @param sourceGradient as long as {@code source}; the gradient is <em>added</em> to the segment's frames, so that
     *     segments may overlap
     * @throws IllegalArgumentException as for {@link #forward}, or if {@code sourceGradient} has another length
     */
    void backward(
            float[] source, int firstFrame, int frames, float[] featureGradient, int offset, float[] sourceGradient);
}
