package io.reverie.network;

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
        int to = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int offset = 0; offset < strideRows * strideColumns; offset++) {
                int firstColumn = offset % strideColumns - left;
                for (int blockRow = 0; blockRow < blockRows; blockRow++) {
                    int row = blockRow * strideRows + offset / strideColumns - top;
                    int rowStart = (plane * height + row) * width;
                    boolean inside = row >= 0 && row < height;
                    for (int blockColumn = 0; blockColumn < blockColumns; blockColumn++, to++) {
                        int column = blockColumn * strideColumns + firstColumn;
                        depth[to] = inside && column >= 0 && column < width ? image[rowStart + column] : 0;
                    }
                }
            }
        }
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
}
