package io.reverie.dream.engine;

import java.util.Arrays;
import java.util.List;

import io.reverie.network.FeatureTransform;
import io.reverie.network.SpectrogramKind;

/**
 * The mel power and the STFT of one window, as the networks' features take them, with the gradients back. A window
 * shorter than a segment is repeated circularly, as classifying does it. Buffers are kept; not thread-safe.
 */
final class HeardSpectrogram {

    private final List<FeatureTransform> transforms;
    private final int segmentFrames;
    private final int melLength;
    private final int valueLength;
    private final float[] mel;
    private final float[] melGradient;
    private final float[] values;
    private final float[] valueGradient;

    /** The arrays of what no network needs are empty. */
    HeardSpectrogram(Hearing hearing, int bands, int bins, int segmentFrames, int frames) {
        this.transforms = hearing.transforms();
        this.segmentFrames = segmentFrames;
        this.melLength = frames * bands;
        this.valueLength = 2 * frames * bins;
        this.mel = new float[segmentFrames * bands];
        this.melGradient = new float[mel.length];
        this.values = new float[hearing.needs(SpectrogramKind.STFT) ? 2 * segmentFrames * bins : 0];
        this.valueGradient = new float[values.length];
    }

    boolean needsValues() {
        return values.length > 0;
    }

    /** Mel power, the window's first: to be written before {@link #forward}. */
    float[] mel() {
        return mel;
    }

    /** Real and imaginary parts, the window's first: to be written before {@link #forward} where they are needed. */
    float[] values() {
        return values;
    }

    /** The gradient with respect to the window's mel power, after {@link #backward}. */
    float[] melGradient() {
        return melGradient;
    }

    /** The gradient with respect to the window's real and imaginary parts, after {@link #backward}. */
    float[] valueGradient() {
        return valueGradient;
    }

    /** The features of each transform. */
    void forward(List<float[]> features) {
        repeat(mel, melLength);
        repeat(values, valueLength);
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).forward(source(transforms.get(i)), 0, segmentFrames, features.get(i), 0);
        }
    }

    /** From the gradients with respect to the features. */
    void backward(List<float[]> featureGradients) {
        Arrays.fill(melGradient, 0);
        Arrays.fill(valueGradient, 0);
        for (int i = 0; i < transforms.size(); i++) {
            FeatureTransform transform = transforms.get(i);
            float[] gradient = isMel(transform) ? melGradient : valueGradient;
            transform.backward(source(transform), 0, segmentFrames, featureGradients.get(i), 0, gradient);
        }
        fold(melGradient, melLength);
        fold(valueGradient, valueLength);
    }

    private float[] source(FeatureTransform transform) {
        return isMel(transform) ? mel : values;
    }

    private static boolean isMel(FeatureTransform transform) {
        return transform.kind().source() == SpectrogramKind.MEL;
    }

    /** Fills an array with its beginning, again and again. */
    private static void repeat(float[] values, int length) {
        for (int at = length; at < values.length; at += length) {
            System.arraycopy(values, 0, values, at, Math.min(length, values.length - at));
        }
    }

    /** The gradient of {@link #repeat}, summed up at the beginning. */
    private static void fold(float[] gradient, int length) {
        for (int i = length; i < gradient.length; i++) {
            gradient[i % length] += gradient[i];
        }
    }
}
