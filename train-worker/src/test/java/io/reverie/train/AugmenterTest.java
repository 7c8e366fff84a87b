package io.reverie.train;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AugmenterTest {

    private static final int ROWS = 128;
    private static final int FRAMES = 431;
    private static final InputShape SHAPE = new InputShape(1, ROWS, FRAMES);

    @Test
    void drawsFromTheBetaDistribution() {
        // Given
        Augmenter augmenter = new Augmenter(new SplittableRandom(1), SHAPE);
        int draws = 20_000;
        double sum = 0;
        double squares = 0;

        // When
        for (int i = 0; i < draws; i++) {
            double value = augmenter.beta(0.4);
            assertThat(value).isBetween(0.0, 1.0);
            sum += value;
            squares += value * value;
        }

        // Then: mean 1/2, variance 1 / (4 (2·0.4 + 1)); five standard errors
        double mean = sum / draws;
        assertThat(mean).isCloseTo(0.5, within(0.014));
        assertThat(squares / draws - mean * mean).isCloseTo(1 / (4 * 1.8), within(0.005));
    }

    @Test
    void masksWholeRowsAndFramesWithZero() {
        // Given
        Augmenter augmenter = new Augmenter(new SplittableRandom(2), SHAPE);
        int segments = 300;
        double maskedRows = 0;
        double maskedFrames = 0;

        for (int segment = 0; segment < segments; segment++) {
            float[] features = ones(ROWS * FRAMES);

            // When
            augmenter.mask(features, 0);

            // Then: what is zero is exactly some rows and some frames
            boolean[] rows = new boolean[ROWS];
            boolean[] frames = new boolean[FRAMES];
            Arrays.fill(rows, true);
            Arrays.fill(frames, true);
            for (int i = 0; i < features.length; i++) {
                rows[i / FRAMES] &= features[i] == 0;
                frames[i % FRAMES] &= features[i] == 0;
            }
            for (int i = 0; i < features.length; i++) {
                assertThat(features[i] == 0).isEqualTo(rows[i / FRAMES] || frames[i % FRAMES]);
            }
            assertThat(count(rows)).isLessThanOrEqualTo(2 * ROWS / 8);
            assertThat(count(frames)).isLessThanOrEqualTo(2 * 49);
            maskedRows += count(rows);
            maskedFrames += count(frames);
        }
        // Two masks of 0 to 16 rows and of 0 to 49 frames, a little less where they overlap.
        assertThat(maskedRows / segments).isBetween(13.5, 16.5);
        assertThat(maskedFrames / segments).isBetween(42.0, 51.0);
    }

    @Test
    void masksSegmentsIndependently() {
        // Given
        Augmenter augmenter = new Augmenter(new SplittableRandom(3), SHAPE);
        float[] features = ones(4 * ROWS * FRAMES);

        // When
        for (int segment = 0; segment < 4; segment++) {
            augmenter.mask(features, segment * ROWS * FRAMES);
        }

        // Then
        int size = ROWS * FRAMES;
        assertThat(Arrays.copyOfRange(features, 0, size)).isNotEqualTo(Arrays.copyOfRange(features, size, 2 * size));
    }

    @Test
    void mixesFeaturesAndTargetsAlike() {
        // Given: the features of a segment are its target
        Augmenter augmenter = new Augmenter(new SplittableRandom(5), SHAPE);
        float[] targets = new float[8 * 8];
        for (int i = 0; i < 8; i++) {
            targets[9 * i] = 1;
        }
        float[] features = targets.clone();

        // When
        augmenter.mix(features, targets, 8);

        // Then
        assertThat(features).isEqualTo(targets);
        for (int segment = 0; segment < 8; segment++) {
            double sum = 0;
            for (int label = 0; label < 8; label++) {
                sum += targets[8 * segment + label];
            }
            assertThat(sum).isCloseTo(1, within(1e-6));
        }
        assertThat(targets).contains(0f).hasSize(64);
        assertThat(count(targets)).isGreaterThan(8);
    }

    @Test
    void rollsCircularly() {
        // Given
        float[] features = {9, 1, 2, 3, 4, 5, 6, 9};

        // When
        new Augmenter(new SplittableRandom(1), new InputShape(2, 1, 3)).roll(features, 1, 1);

        // Then
        assertThat(features).containsExactly(9, 3, 1, 2, 6, 4, 5, 9);
    }

    @Test
    void dealsEvenly() {
        // Given
        Deck deck = new Deck(7, SplittableRandom::new);
        int[] dealt = new int[7];

        for (int i = 0; i < 700; i++) {
            // When
            dealt[deck.card(i)]++;

            // Then
            assertThat(Arrays.stream(dealt).max().getAsInt()
                            - Arrays.stream(dealt).min().getAsInt())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void dealsTheSameFromAnywhere() {
        // Given
        Deck deck = new Deck(5, SplittableRandom::new);
        int[] inOrder = IntStream.range(0, 40).map(deck::card).toArray();

        // When
        Deck other = new Deck(5, SplittableRandom::new);

        // Then
        assertThat(other.card(33)).isEqualTo(inOrder[33]);
        assertThat(other.card(7)).isEqualTo(inOrder[7]);
        assertThat(Arrays.copyOfRange(inOrder, 0, 5)).isNotEqualTo(Arrays.copyOfRange(inOrder, 5, 10));
    }

    @Test
    void erasesRectanglesAsTorchvisionDoes() {
        // Given
        Augmenter augmenter = new Augmenter(new SplittableRandom(7), SHAPE);
        int segments = 2000;
        int erased = 0;
        double area = 0;

        for (int segment = 0; segment < segments; segment++) {
            float[] features = ones(ROWS * FRAMES);

            // When
            augmenter.erase(features, 0);

            // Then what is zero is one rectangle
            int zeros = features.length - count(features);
            if (zeros > 0) {
                int first = indexOfZero(features, 0, 1);
                int last = indexOfZero(features, features.length - 1, -1);
                int height = last / FRAMES - first / FRAMES + 1;
                int width = last % FRAMES - first % FRAMES + 1;
                assertThat(zeros).isEqualTo(height * width);
                double share = (double) zeros / features.length;
                // Rounding to whole rows and frames moves both a little.
                assertThat(share).isBetween(0.019, 0.34);
                assertThat((double) height / width).isBetween(0.28, 3.5);
                erased++;
                area += share;
            }
        }
        // Half of them, five standard errors; and rectangles that are too high for 128 rows are drawn again, so that
        // the
        // mean area is below the 0.175 of an unbounded picture.
        assertThat((double) erased / segments).isCloseTo(0.5, within(0.056));
        assertThat(area / erased).isBetween(0.1, 0.175);
    }

    @Test
    void variesEveryChannelAtTheSamePlace() {
        // Given
        InputShape shape = new InputShape(3, 16, 64);
        Augmenter augmenter = new Augmenter(new SplittableRandom(8), shape);
        int changed = 0;

        for (int i = 0; i < 20; i++) {
            float[] features = ones(2 * shape.size());

            // When
            augmenter.mask(features, shape.size());
            augmenter.erase(features, shape.size());

            // Then the first segment is untouched and the channels of the second are alike
            assertThat(count(Arrays.copyOf(features, shape.size()))).isEqualTo(shape.size());
            float[] first = channel(features, shape, 0);
            assertThat(channel(features, shape, 1)).isEqualTo(first);
            assertThat(channel(features, shape, 2)).isEqualTo(first);
            changed += count(first) < first.length ? 1 : 0;
        }
        assertThat(changed).isPositive();
    }

    private static float[] channel(float[] features, InputShape shape, int channel) {
        int from = shape.rowOffset(shape.size(), channel, 0);
        return Arrays.copyOfRange(features, from, from + shape.rows() * shape.frames());
    }

    private static int indexOfZero(float[] values, int from, int step) {
        int index = from;
        while (values[index] != 0) {
            index += step;
        }
        return index;
    }

    private static float[] ones(int length) {
        float[] values = new float[length];
        Arrays.fill(values, 1);
        return values;
    }

    private static int count(boolean[] values) {
        int count = 0;
        for (boolean value : values) {
            count += value ? 1 : 0;
        }
        return count;
    }

    private static int count(float[] values) {
        int count = 0;
        for (float value : values) {
            count += value != 0 ? 1 : 0;
        }
        return count;
    }
}
