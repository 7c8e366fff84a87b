package io.reverie.train;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AugmenterTest {

    private static final int ROWS = 128;
    private static final int FRAMES = 431;

    @Test
    void drawsFromTheBetaDistribution() {
        // Given
        Augmenter augmenter = new Augmenter(new SplittableRandom(1));
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
        Augmenter augmenter = new Augmenter(new SplittableRandom(2));
        int segments = 300;
        double maskedRows = 0;
        double maskedFrames = 0;

        for (int segment = 0; segment < segments; segment++) {
            float[] features = ones(ROWS * FRAMES);

            // When
            augmenter.mask(features, 1, 1, ROWS, FRAMES);

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
        Augmenter augmenter = new Augmenter(new SplittableRandom(3));
        float[] features = ones(4 * ROWS * FRAMES);

        // When
        augmenter.mask(features, 4, 1, ROWS, FRAMES);

        // Then
        int size = ROWS * FRAMES;
        assertThat(Arrays.copyOfRange(features, 0, size)).isNotEqualTo(Arrays.copyOfRange(features, size, 2 * size));
    }

    @Test
    void masksAllChannelsOfASegmentAtTheSamePlace() {
        // Given
        Augmenter augmenter = new Augmenter(new SplittableRandom(3));
        int size = ROWS * FRAMES;
        float[] features = ones(2 * 2 * size);

        // When
        augmenter.mask(features, 2, 2, ROWS, FRAMES);

        // Then
        float[] first = Arrays.copyOfRange(features, 0, size);
        assertThat(first).contains(0f);
        assertThat(Arrays.copyOfRange(features, size, 2 * size)).isEqualTo(first);
        assertThat(Arrays.copyOfRange(features, 2 * size, 3 * size)).isNotEqualTo(first);
        assertThat(Arrays.copyOfRange(features, 3 * size, 4 * size))
                .isEqualTo(Arrays.copyOfRange(features, 2 * size, 3 * size));
    }

    @Test
    void mixesFeaturesAndTargetsAlike() {
        // Given: the features of a segment are its target
        Augmenter augmenter = new Augmenter(new SplittableRandom(5));
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
        Augmenter.roll(features, 1, 2, 3, 1);

        // Then
        assertThat(features).containsExactly(9, 3, 1, 2, 6, 4, 5, 9);
    }

    @Test
    void dealsEvenly() {
        // Given
        Deck deck = new Deck(7, new SplittableRandom(6));
        int[] dealt = new int[7];

        for (int i = 1; i <= 700; i++) {
            // When
            dealt[deck.next()]++;

            // Then
            assertThat(Arrays.stream(dealt).max().getAsInt()
                            - Arrays.stream(dealt).min().getAsInt())
                    .isLessThanOrEqualTo(1);
        }
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
