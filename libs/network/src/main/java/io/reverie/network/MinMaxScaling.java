package io.reverie.network;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;

/**
 * The features of <em>Deep Dreaming Music</em> (Neuromatch Academy 2021): linear values, each channel scaled by the
 * segment's own minimum {@code a} and maximum {@code b} to 0…1, {@code (x − a) / (b − a + 1e-12)}. A constant segment
 * becomes 0. The channels are mel power, the real part, or real and imaginary part.
 */
final class MinMaxScaling implements FeatureTransform {
    private static final double ADDED_TO_RANGE = 1e-12;

    private final FeatureKind kind;
    private final FeatureShape shape;

    /** Distance of two rows of a channel in the source; channel {@code c} begins at value {@code c} of a frame. */
    private final int rowDistance;

    private MinMaxScaling(FeatureKind kind, FeatureShape shape) {
        this.kind = kind;
        this.shape = shape;
        this.rowDistance = shape.valuesPerFrame() / shape.rows();
    }

    static MinMaxScaling ofMelPower(MelParameters mel) {
        MelPower.require(mel, FeatureKind.MEL);
        return new MinMaxScaling(FeatureKind.MEL, new FeatureShape(mel.bands(), 1, mel.bands()));
    }

    static MinMaxScaling ofRealPart(StftParameters stft) {
        return new MinMaxScaling(FeatureKind.STFT_REAL, new FeatureShape(2 * stft.bins(), 1, stft.bins()));
    }

    static MinMaxScaling ofBothParts(StftParameters stft) {
        return new MinMaxScaling(FeatureKind.STFT_COMPLEX, new FeatureShape(2 * stft.bins(), 2, stft.bins()));
    }

    @Override
    public FeatureKind kind() {
        return kind;
    }

    @Override
    public FeatureShape shape() {
        return shape;
    }

    @Override
    public void forward(float[] source, int firstFrame, int frames, float[] features, int offset) {
        shape.requireForward(source, firstFrame, frames, features, offset);
        int rows = shape.rows();
        for (int channel = 0; channel < shape.channels(); channel++) {
            int start = firstFrame * shape.valuesPerFrame() + channel;
            Extremes extremes = extremes(source, start, frames);
            double smallest = source[extremes.smallest];
            double scale = 1 / range(source, extremes);
            for (int frame = 0, from = start; frame < frames; frame++) {
                int to = offset + channel * rows * frames + frame;
                for (int row = 0; row < rows; row++, to += frames, from += rowDistance) {
                    features[to] = (float) ((source[from] - smallest) * scale);
                }
            }
        }
    }

    @Override
    public void backward(
            float[] source, int firstFrame, int frames, float[] featureGradient, int offset, float[] sourceGradient) {
        shape.requireBackward(source, firstFrame, frames, featureGradient, offset, sourceGradient);
        int rows = shape.rows();
        for (int channel = 0; channel < shape.channels(); channel++) {
            int start = firstFrame * shape.valuesPerFrame() + channel;
            Extremes extremes = extremes(source, start, frames);
            double smallest = source[extremes.smallest];
            double scale = 1 / range(source, extremes);
            double sum = 0;
            double throughRange = 0;
            for (int frame = 0, at = start; frame < frames; frame++) {
                int from = offset + channel * rows * frames + frame;
                for (int row = 0; row < rows; row++, from += frames, at += rowDistance) {
                    double gradient = scale * featureGradient[from];
                    sourceGradient[at] += (float) gradient;
                    sum += gradient;
                    throughRange += gradient * (source[at] - smallest) * scale;
                }
            }
            sourceGradient[extremes.smallest] += (float) (throughRange - sum);
            sourceGradient[extremes.largest] -= (float) throughRange;
        }
    }

    private static double range(float[] source, Extremes extremes) {
        return (double) source[extremes.largest] - source[extremes.smallest] + ADDED_TO_RANGE;
    }

    private Extremes extremes(float[] source, int start, int frames) {
        int smallest = start;
        int largest = start;
        int end = start + frames * shape.valuesPerFrame();
        for (int index = start; index < end; index += rowDistance) {
            smallest = source[index] < source[smallest] ? index : smallest;
            largest = source[index] > source[largest] ? index : largest;
        }
        return new Extremes(smallest, largest);
    }

    /** Where a channel is smallest and largest; of several equal ones the first, which receives the gradient. */
    private record Extremes(int smallest, int largest) {}
}
