package io.reverie.train;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Varies standardised features of shape [batch, channels, rows, frames] (C order), in place.
 *
 * <p>Masks: two frequency masks of up to an eighth of the rows and two time masks of fewer than 50 frames a segment,
 * the same in all channels, filled with zero, the mean after standardising (SpecAugment, Park et al. 2019). Mixup: pairs of segments of a batch
 * and their targets are mixed with one weight from Beta(0.4, 0.4) (Zhang et al. 2018).
 */
final class Augmenter {

    static final double MIXUP_ALPHA = 0.4;
    private static final int MASKS = 2;
    private static final int LARGEST_TIME_MASK = 49;

    private final RandomGenerator random;

    Augmenter(RandomGenerator random) {
        this.random = random;
    }

    /** Masks each segment of the batch. */
    void mask(float[] features, int batch, int channels, int rows, int frames) {
        for (int segment = 0; segment < batch; segment++) {
            int offset = segment * channels * rows * frames;
            for (int i = 0; i < MASKS; i++) {
                int height = random.nextInt(rows / 8 + 1);
                int firstRow = random.nextInt(rows - height + 1);
                int width = random.nextInt(Math.min(LARGEST_TIME_MASK, frames / 2) + 1);
                int firstFrame = random.nextInt(frames - width + 1);
                for (int channel = 0; channel < channels; channel++) {
                    int start = offset + channel * rows * frames;
                    fill(features, start, frames, firstRow, height, 0, frames);
                    fill(features, start, frames, 0, rows, firstFrame, width);
                }
            }
        }
    }

    /** Mixes each segment of the batch, and its target, with another one of the batch. */
    void mix(float[] features, float[] targets, int batch) {
        float weight = (float) beta(MIXUP_ALPHA);
        int[] partners = Deck.inOrder(batch);
        Deck.shuffle(partners, random);
        mix(features, batch, partners, weight);
        mix(targets, batch, partners, weight);
    }

    /** Moves the frames of one segment, [rows of all channels, frames] from {@code offset} on, towards the end, circularly. */
    static void roll(float[] features, int offset, int rows, int frames, int distance) {
        float[] before = new float[frames];
        for (int row = 0; row < rows; row++) {
            int start = offset + row * frames;
            System.arraycopy(features, start, before, 0, frames);
            System.arraycopy(before, 0, features, start + distance, frames - distance);
            System.arraycopy(before, frames - distance, features, start, distance);
        }
    }

    /** A number from the symmetric Beta(alpha, alpha) distribution, 0 &lt; alpha ≤ 1, by Jöhnk's method (1964). */
    double beta(double alpha) {
        while (true) {
            double x = Math.pow(random.nextDouble(), 1 / alpha);
            double y = Math.pow(random.nextDouble(), 1 / alpha);
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }

    private static void mix(float[] values, int batch, int[] partners, float weight) {
        float[] before = values.clone();
        int size = values.length / batch;
        for (int segment = 0; segment < batch; segment++) {
            int own = segment * size;
            int other = partners[segment] * size;
            for (int i = 0; i < size; i++) {
                values[own + i] = weight * before[own + i] + (1 - weight) * before[other + i];
            }
        }
    }

    private static void fill(
            float[] features, int offset, int frames, int firstRow, int rows, int firstFrame, int width) {
        for (int row = firstRow; row < firstRow + rows; row++) {
            int from = offset + row * frames + firstFrame;
            Arrays.fill(features, from, from + width, 0f);
        }
    }
}
