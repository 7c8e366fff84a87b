package io.reverie.network;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rearranges images so that a convolution with a stride becomes one with stride 1, exactly: each block of stride rows by
 * stride columns becomes as many channels of one value. libnd4j's convolutions of a single channel are slow; those of
 * the eight channels that a stride of 2×4 makes of it are not.
 *
 * <p>Images are {@code [count, channels, height, width]}, depths {@code [count, channels · strideRows · strideColumns,
 * blockRows, blockColumns]}, both in C order. Used for inputs, and with the same strides for a convolution's weights.
 *
 * @param strideRows rows of a block
 * @param strideColumns columns of a block
 */
record SpaceToDepth(int strideRows, int strideColumns) {

    /** Blocks that cover {@code length} values, the last one perhaps in part. */
    static int blocks(int length, int stride) {
        return (length + stride - 1) / stride;
    }

    /**
     * From image to depth; what lies outside the image is 0.
     *
     * @param planes count · channels
     * @param top rows of zeros above the image
     * @param left columns of zeros before the image
     */
    void toDepth(
            float[] image,
            int planes,
            int height,
            int width,
            int top,
            int left,
            float[] depth,
            int blockRows,
            int blockColumns) {
        int blocks = blockRows * blockColumns;
        IntStream.range(0, planes * strideRows * strideColumns).parallel().forEach(channel -> {
            int offset = channel % (strideRows * strideColumns);
            int planeStart = channel / (strideRows * strideColumns) * height * width;
            int firstColumn = offset % strideColumns - left;
            int firstInside = blocks(Math.max(0, -firstColumn), strideColumns);
            int endInside = Math.min(blockColumns, blocks(Math.max(0, width - firstColumn), strideColumns));
            for (int blockRow = 0; blockRow < blockRows; blockRow++) {
                int row = blockRow * strideRows + offset / strideColumns - top;
                int start = channel * blocks + blockRow * blockColumns;
                if (row < 0 || row >= height || firstInside >= endInside) {
                    Arrays.fill(depth, start, start + blockColumns, 0);
                    continue;
                }
                Arrays.fill(depth, start, start + firstInside, 0);
                int from = planeStart + row * width + firstColumn + firstInside * strideColumns;
                for (int to = start + firstInside; to < start + endInside; to++, from += strideColumns) {
                    depth[to] = image[from];
                }
                Arrays.fill(depth, start + endInside, start + blockColumns, 0);
            }
        });
    }

    /** The inverse of {@link #toDepth}; parts of the image that no block covers become 0. */
    void fromDepth(
            float[] depth,
            int planes,
            int height,
            int width,
            int top,
            int left,
            float[] image,
            int blockRows,
            int blockColumns) {
        int to = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int row = 0; row < height; row++) {
                int blockRow = (row + top) / strideRows;
                int rowOffset = (row + top) % strideRows * strideColumns;
                for (int column = 0; column < width; column++, to++) {
                    int blockColumn = (column + left) / strideColumns;
                    int channel = (plane * strideRows * strideColumns) + rowOffset + (column + left) % strideColumns;
                    image[to] = blockRow < blockRows && blockColumn < blockColumns
                            ? depth[(channel * blockRows + blockRow) * blockColumns + blockColumn]
                            : 0;
                }
            }
        }
    }

    /**
     * As {@link #fromDepth}, from a depth {@code [count, blockRows, blockColumns, channels · strideRows · strideColumns]}.
     *
     * @param count images
     * @param channels channels of an image
     */
    void fromDepthWithChannelsLast(
            float[] depth,
            int count,
            int channels,
            int height,
            int width,
            int top,
            int left,
            float[] image,
            int blockRows,
            int blockColumns) {
        int depthChannels = channels * strideRows * strideColumns;
        int covered = Math.min(width, blockColumns * strideColumns - left);
        for (int line = 0; line < count * channels * height; line++) {
            int to = line * width;
            int row = line % height + top;
            int blockRow = row / strideRows;
            if (blockRow >= blockRows) {
                Arrays.fill(image, to, to + width, 0);
                continue;
            }
            int plane = line / height;
            int from = (plane / channels * blockRows + blockRow) * blockColumns * depthChannels
                    + (plane % channels * strideRows + row % strideRows) * strideColumns;
            for (int offset = 0; offset < strideColumns; offset++) {
                // The first column of the image that is this one of a block's.
                int first = Math.floorMod(offset - left, strideColumns);
                int at = from + (first + left) / strideColumns * depthChannels + offset;
                for (int column = first; column < covered; column += strideColumns, at += depthChannels) {
                    image[to + column] = depth[at];
                }
            }
            Arrays.fill(image, to + covered, to + width, 0);
        }
    }
}
