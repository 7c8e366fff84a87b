package io.reverie.dream.engine;

import io.reverie.network.Standardisation;

/**
 * What a network hears of log-mel features in one iteration: rolled and shifted as a {@link RegulariserDraw} says,
 * standardised per band, masked with zero (the mean of the training set); and the gradient back to the features.
 * Features are band-major, {@code band * frames + frame}. Immutable.
 */
final class HeardFeatures {

    private final int bands;
    private final int frames;
    private final float[] mean;
    private final float[] deviation;

    HeardFeatures(Standardisation standardisation, int frames) {
        this.mean = standardisation.mean();
        this.deviation = standardisation.deviation();
        this.bands = mean.length;
        this.frames = frames;
    }

    /**
     * {@code Z[m,t] = (L[m - shift, t - roll] - mean[m]) / deviation[m]}, bands beyond the edge being the edge's, frames
     * taken circularly; 0 where masked.
     *
     * @param heard receives the features from {@code at} on
     */
    void forward(float[] features, RegulariserDraw draw, float[] heard, int at) {
        for (int band = 0; band < bands; band++) {
            int to = at + band * frames;
            if (draw.maskedBand(band)) {
                java.util.Arrays.fill(heard, to, to + frames, 0);
                continue;
            }
            int from = sourceBand(band, draw) * frames;
            int source = firstSourceFrame(draw);
            float scale = 1 / deviation[band];
            for (int frame = 0; frame < frames; frame++) {
                heard[to + frame] = draw.maskedFrame(frame) ? 0 : (features[from + source] - mean[band]) * scale;
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
        for (int band = 0; band < bands; band++) {
            if (draw.maskedBand(band)) {
                continue;
            }
            int from = at + band * frames;
            int to = sourceBand(band, draw) * frames;
            int source = firstSourceFrame(draw);
            float scale = 1 / deviation[band];
            for (int frame = 0; frame < frames; frame++) {
                if (!draw.maskedFrame(frame)) {
                    featureGradient[to + source] += heardGradient[from + frame] * scale;
                }
                source = source + 1 == frames ? 0 : source + 1;
            }
        }
    }

    private int sourceBand(int band, RegulariserDraw draw) {
        return Math.max(0, Math.min(bands - 1, band - draw.shift()));
    }

    private int firstSourceFrame(RegulariserDraw draw) {
        return Math.floorMod(-draw.roll(), frames);
    }
}
