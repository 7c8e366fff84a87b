package io.reverie.network;

import io.reverie.audio.StftParameters;

/**
 * An STFT whose magnitudes are compressed and whose phase is kept: {@code X/rms · (|X/rms|² + 1e-8)^(−0.35)}, about the
 * magnitude to the power 0.3. Two channels, real and imaginary part. {@code rms²} is the mean power over all bins and
 * frames of the segment, floored at 1e-20 for silence.
 *
 * <p>Power-law compressed spectra with phase: Ephrat et al., Looking to Listen at the Cocktail Party, 2018.
 */
final class CompressedComplex implements FeatureTransform {
    private static final double FLOOR = 1e-8;
    private static final double EXPONENT = -0.35;

    private final FeatureShape shape;

    CompressedComplex(StftParameters stft) {
        shape = new FeatureShape(2 * stft.bins(), 2, stft.bins());
    }

    @Override
    public FeatureKind kind() {
        return FeatureKind.COMPRESSED_COMPLEX;
    }

    @Override
    public FeatureShape shape() {
        return shape;
    }

    @Override
    public void forward(float[] source, int firstFrame, int frames, float[] features, int offset) {
        shape.requireForward(source, firstFrame, frames, features, offset);
        double gain = SegmentPower.of(source, shape, firstFrame, frames).gain();
        double root = Math.sqrt(gain);
        int bins = shape.rows();
        int channel = bins * frames;
        for (int frame = 0, from = firstFrame * 2 * bins; frame < frames; frame++) {
            for (int bin = 0, to = offset + frame; bin < bins; bin++, to += frames, from += 2) {
                double real = source[from];
                double imaginary = source[from + 1];
                double scale = root * compression((real * real + imaginary * imaginary) * gain + FLOOR);
                features[to] = (float) (scale * real);
                features[to + channel] = (float) (scale * imaginary);
            }
        }
    }

    @Override
    public void backward(
            float[] source, int firstFrame, int frames, float[] featureGradient, int offset, float[] sourceGradient) {
        shape.requireBackward(source, firstFrame, frames, featureGradient, offset, sourceGradient);
        SegmentPower power = SegmentPower.of(source, shape, firstFrame, frames);
        double gain = power.gain();
        double root = Math.sqrt(gain);
        int bins = shape.rows();
        int channel = bins * frames;
        double throughRoot = 0;
        for (int frame = 0, at = firstFrame * 2 * bins; frame < frames; frame++) {
            for (int bin = 0, from = offset + frame; bin < bins; bin++, from += frames, at += 2) {
                double real = root * source[at];
                double imaginary = root * source[at + 1];
                double square = real * real + imaginary * imaginary + FLOOR;
                double scale = compression(square);
                double realGradient = featureGradient[from];
                double imaginaryGradient = featureGradient[from + channel];
                // ∂(u·s(|u|²))/∂u = s + 2u·s′·uᵀ, s′ = exponent · s / (|u|² + floor)
                double along = 2 * EXPONENT * scale / square * (real * realGradient + imaginary * imaginaryGradient);
                double scaledReal = scale * realGradient + along * real;
                double scaledImaginary = scale * imaginaryGradient + along * imaginary;
                sourceGradient[at] += (float) (root * scaledReal);
                sourceGradient[at + 1] += (float) (root * scaledImaginary);
                throughRoot += scaledReal * source[at] + scaledImaginary * source[at + 1];
            }
        }
        power.addGradient(throughRoot / (2 * root), source, sourceGradient);
    }

    private static double compression(double power) {
        return Math.exp(EXPONENT * Math.log(power));
    }
}
