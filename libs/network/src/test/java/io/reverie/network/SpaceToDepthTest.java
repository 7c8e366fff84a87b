package io.reverie.network;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpaceToDepthTest {

    @Test
    void eachPixelOfABlockBecomesAChannel() {
        // Given a plane of 2×3 with a row of zeros above and a column before it, in blocks of 2×2
        float[] image = {1, 2, 3, 4, 5, 6};
        float[] depth = new float[4 * 2 * 2];

        // When
        new SpaceToDepth(2, 2).toDepth(image, 1, 2, 3, 1, 1, depth, 2, 2);

        // Then the padded plane is 0 0 0 0 / 0 1 2 3 / 0 4 5 6 / 0 0 0 0
        assertThat(depth).containsExactly(0, 0, 0, 5, 0, 0, 4, 6, 0, 2, 0, 0, 1, 3, 0, 0);
    }

    @Test
    void goesBackExactly() {
        // Given
        SpaceToDepth rearrangement = new SpaceToDepth(2, 4);
        float[] image = Networks.noise(6 * 7 * 11, 1);
        float[] depth = new float[6 * 8 * 5 * 4];
        float[] restored = new float[image.length];

        // When
        rearrangement.toDepth(image, 6, 7, 11, 2, 3, depth, 5, 4);
        rearrangement.fromDepth(depth, 6, 7, 11, 2, 3, restored, 5, 4);

        // Then
        assertThat(restored).containsExactly(image);
    }

    @Test
    void whatNoBlockCoversBecomesZero() {
        // Given one block of 2×2 for a plane of 2×3
        float[] restored = {9, 9, 9, 9, 9, 9};

        // When
        new SpaceToDepth(2, 2).fromDepth(new float[] {1, 2, 3, 4}, 1, 2, 3, 0, 0, restored, 1, 1);

        // Then
        assertThat(restored).containsExactly(1, 2, 0, 3, 4, 0);
    }

    @ParameterizedTest
    @CsvSource({"2, 4, 2, 3, 5, 4", "4, 4, 2, 3, 3, 3", "1, 1, 0, 0, 7, 11", "2, 2, 0, 0, 2, 4", "2, 4, 2, 3, 3, 2"})
    void goesBackFromDepthsWhoseChannelsAreLast(
            int strideRows, int strideColumns, int top, int left, int blockRows, int blockColumns) {
        // Given 2 images of 3 channels, whose planes the blocks cover wholly or in part
        SpaceToDepth rearrangement = new SpaceToDepth(strideRows, strideColumns);
        int depthChannels = 3 * strideRows * strideColumns;
        int blocks = blockRows * blockColumns;
        float[] depth = Networks.noise(2 * depthChannels * blocks, 1);
        float[] channelsLast = new float[depth.length];
        for (int index = 0; index < depth.length; index++) {
            int channel = index / blocks % depthChannels;
            int item = index / blocks / depthChannels;
            channelsLast[(item * blocks + index % blocks) * depthChannels + channel] = depth[index];
        }
        float[] expected = new float[6 * 7 * 11];
        float[] restored = Networks.noise(expected.length, 2);

        // When
        rearrangement.fromDepth(depth, 6, 7, 11, top, left, expected, blockRows, blockColumns);
        rearrangement.fromDepthWithChannelsLast(
                channelsLast, 2, 3, 7, 11, top, left, restored, blockRows, blockColumns);

        // Then
        assertThat(restored).containsExactly(expected);
    }
}
