package io.reverie.dream.engine;

import io.reverie.network.FeatureShape;
import io.reverie.network.Standardisation;

/**
 * What a network hears of its features in one iteration: rolled and shifted as a {@link RegulariserDraw} says,
 * standardised, masked with zero; and the gradient back to the features. Features are
 * {@code [channels, rows, frames]} in C order. Immutable.
 *
 * <p>Shifts and masks are drawn in mel bands. Features with more rows than bands, the bins of an STFT, are shifted by as
 * many rows for each band as there are rows a band (4 of 513 bins for 128 bands), and masked over the same share of the
 * axis. Zero is the mean of the training set; only VGG16, which scales its pictures itself, hears features that are not
 * standardised, and of those it is the least.
 */
final class HeardFeatures {

    private final int rows;
    private final int channels;
    private final int bands;
    private final int frames;
    private final float[] mean;
    private final float[] deviation;

    /**
     * @param standardisation of the features; of more channels than it has, each further one begins with its first again
     * @param shape of the features
     * @param bands mel bands, in which shifts and masks are drawn
     * @param frames frames that are heard at once
     */
    HeardFeatures(Standardisation standardisation, FeatureShape shape, int bands, int frames) {
        this.mean = standardisation.mean();
        this.deviation = standardisation.deviation();
        this.rows = shape.rows();
        this.channels = shape.channels();
        this.bands = bands;
        this.frames = frames;
    }

    /** Values that are heard at once. */
    int size() {
        return channels * rows * frames;
    }

    /**
     * {@code Z[c,m,t] = (L[c, m - shift, t - roll] - mean[c,m]) / deviation[c,m]}, rows beyond the edge being the edge's,
     * frames taken circularly; 0 where masked.
     *
     * @param heard receives the features from {@code at} on
     */
    void forward(float[] features, RegulariserDraw draw, float[] heard, int at) {
        for (int line = 0; line < channels * rows; line++) {
            int to = at + line * frames;
            if (masked(line % rows, draw)) {
                java.util.Arrays.fill(heard, to, to + frames, 0);
                continue;
            }
            int from = sourceLine(line, draw) * frames;
            int source = firstSourceFrame(draw);
            float scale = 1 / deviation[line % mean.length];
            float centre = mean[line % mean.length];
            for (int frame = 0; frame < frames; frame++) {
                heard[to + frame] = draw.maskedFrame(frame) ? 0 : (features[from + source] - centre) * scale;
                source = source + 1 == frames ? 0 : source + 1;
            }
        }
    }

    /**
     * The gradient with respect to the features, added.
     *
     * @param heardGradient gradient with respect to what was heard, from {@code at} on
     */
    void backward(float[] heardGradient, int at, RegulariserDraw draw, float[] featureGradient) {
        for (int line = 0; line < channels * rows; line++) {
            if (masked(line % rows, draw)) {
                continue;
            }
            int from = at + line * frames;
            int to = sourceLine(line, draw) * frames;
            int source = firstSourceFrame(draw);
            float scale = 1 / deviation[line % mean.length];
            for (int frame = 0; frame < frames; frame++) {
                if (!draw.maskedFrame(frame)) {
                    featureGradient[to + source] += heardGradient[from + frame] * scale;
                }
                source = source + 1 == frames ? 0 : source + 1;
            }
        }
    }

    private boolean masked(int row, RegulariserDraw draw) {
        return draw.maskedBand(row * bands / rows);
    }

    private int sourceLine(int line, RegulariserDraw draw) {
        int shift = draw.shift() * Math.max(1, rows / bands);
        int row = line % rows;
        return line - row + Math.max(0, Math.min(rows - 1, row - shift));
    }

    private int firstSourceFrame(RegulariserDraw draw) {
        return Math.floorMod(-draw.roll(), frames);
    }
}
