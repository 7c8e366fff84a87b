package io.reverie.network;

import io.reverie.audio.StftParameters;

/**
 * Log-power features of an STFT that do not depend on the recording's gain: {@code L[f,t] = ln(P[f,t] / mean P + 1e-6)},
 * {@code P = |X|²}, the mean over all bins and frames of the segment. It is floored at 1e-20: the features of silence are
 * finite. One channel.
 */
final class LogStft implements FeatureTransform {
    private static final double FLOOR = 1e-6;

    private final FeatureShape shape;

    LogStft(StftParameters stft) {
        shape = new FeatureShape(2 * stft.bins(), 1, stft.bins());
    }

    @Override
    public FeatureKind kind() {
        return FeatureKind.LOG_STFT;
    }

    @Override
    public FeatureShape shape() {
        return shape;
    }

    @Override
    public void forward(float[] source, int firstFrame, int frames, float[] features, int offset) {
        shape.requireForward(source, firstFrame, frames, features, offset);
        double gain = SegmentPower.of(source, shape, firstFrame, frames).gain();
        int bins = shape.rows();
        for (int frame = 0, from = firstFrame * 2 * bins; frame < frames; frame++) {
            for (int bin = 0, to = offset + frame; bin < bins; bin++, to += frames, from += 2) {
                double real = source[from];
                double imaginary = source[from + 1];
                features[to] = (float) Math.log((real * real + imaginary * imaginary) * gain + FLOOR);
            }
        }
    }

    @Override
    public void backward(
            float[] source, int firstFrame, int frames, float[] featureGradient, int offset, float[] sourceGradient) {
        shape.requireBackward(source, firstFrame, frames, featureGradient, offset, sourceGradient);
        SegmentPower power = SegmentPower.of(source, shape, firstFrame, frames);
        double gain = power.gain();
        int bins = shape.rows();
        double throughGain = 0;
        for (int frame = 0, at = firstFrame * 2 * bins; frame < frames; frame++) {
            for (int bin = 0, from = offset + frame; bin < bins; bin++, from += frames, at += 2) {
                double real = source[at];
                double imaginary = source[at + 1];
                double square = real * real + imaginary * imaginary;
                double gradient = featureGradient[from] / (square * gain + FLOOR);
                sourceGradient[at] += (float) (2 * gradient * gain * real);
                sourceGradient[at + 1] += (float) (2 * gradient * gain * imaginary);
                throughGain += gradient * square;
            }
        }
        power.addGradient(throughGain, source, sourceGradient);
    }
}
