package io.reverie.train;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Varies standardised segments in place; every channel of a segment alike.
 *
 * <p>Masks: two frequency masks of up to an eighth of the rows and two time masks of fewer than 50 frames a segment,
 * filled with zero, the mean after standardising (SpecAugment, Park et al. 2019). Erasing: in half of the segments a
 * rectangle of 2 to 33 % of the area and an aspect ratio from 0.3 to 3.3 is filled with zero (random erasing, Zhong et al.
 * 2020; the values are those of torchvision.transforms.RandomErasing). Mixup: pairs of segments of a batch and their
 * targets are mixed with one weight from Beta(0.4, 0.4) (Zhang et al. 2018). Roll: frames are moved circularly.
 */
final class Augmenter {

    static final double MIXUP_ALPHA = 0.4;
    static final double ERASING_PROBABILITY = 0.5;
    static final double SMALLEST_ERASED_AREA = 0.02;
    static final double LARGEST_ERASED_AREA = 0.33;
    static final double LOWEST_ASPECT = 0.3;
    static final double HIGHEST_ASPECT = 3.3;

    private static final int MASKS = 2;
    private static final int LARGEST_TIME_MASK = 49;
    /** After so many rectangles that do not fit the segment stays whole, as in torchvision. */
    private static final int ERASING_ATTEMPTS = 10;

    private final RandomGenerator random;
    private final InputShape shape;

    Augmenter(RandomGenerator random, InputShape shape) {
        this.random = random;
        this.shape = shape;
    }

    /** Masks the segment that begins at an offset. */
    void mask(float[] features, int offset) {
        int rows = shape.rows();
        int frames = shape.frames();
        for (int i = 0; i < MASKS; i++) {
            int height = random.nextInt(rows / 8 + 1);
            erase(features, offset, random.nextInt(rows - height + 1), height, 0, frames);
            int width = random.nextInt(Math.min(LARGEST_TIME_MASK, frames / 2) + 1);
            erase(features, offset, 0, rows, random.nextInt(frames - width + 1), width);
        }
    }

    /** Erases a rectangle of the segment that begins at an offset, or none. */
    void erase(float[] features, int offset) {
        if (random.nextDouble() >= ERASING_PROBABILITY) {
            return;
        }
        double area = (double) shape.rows() * shape.frames();
        for (int attempt = 0; attempt < ERASING_ATTEMPTS; attempt++) {
            double erased = area * random.nextDouble(SMALLEST_ERASED_AREA, LARGEST_ERASED_AREA);
            double aspect = Math.exp(random.nextDouble(Math.log(LOWEST_ASPECT), Math.log(HIGHEST_ASPECT)));
            int height = (int) Math.rint(Math.sqrt(erased * aspect));
            int width = (int) Math.rint(Math.sqrt(erased / aspect));
            if (height < shape.rows() && width < shape.frames()) {
                int row = random.nextInt(shape.rows() - height + 1);
                int frame = random.nextInt(shape.frames() - width + 1);
                erase(features, offset, row, height, frame, width);
                return;
            }
        }
    }

    /** Moves the frames of the segment that begins at an offset towards the end, circularly, by a random distance. */
    void roll(float[] features, int offset) {
        roll(features, offset, random.nextInt(shape.frames()));
    }

    /** Moves the frames of a segment towards the end, circularly. */
    void roll(float[] features, int offset, int distance) {
        int frames = shape.frames();
        float[] before = new float[frames];
        for (int row = 0; row < shape.channels() * shape.rows(); row++) {
            int start = offset + row * frames;
            System.arraycopy(features, start, before, 0, frames);
            System.arraycopy(before, 0, features, start + distance, frames - distance);
            System.arraycopy(before, frames - distance, features, start, distance);
        }
    }

    /** Mixes each segment of a batch, and its target, with another one of the batch. */
    void mix(float[] features, float[] targets, int batch) {
        float weight = (float) beta(MIXUP_ALPHA);
        int[] partners = Deck.inOrder(batch);
        Deck.shuffle(partners, random);
        mix(features, batch, partners, weight);
        mix(targets, batch, partners, weight);
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

    private void erase(float[] features, int offset, int firstRow, int rows, int firstFrame, int width) {
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = firstRow; row < firstRow + rows; row++) {
                int from = shape.rowOffset(offset, channel, row) + firstFrame;
                Arrays.fill(features, from, from + width, 0f);
            }
        }
    }
}
