package io.reverie.train;

/**
 * The shape of what the network hears, {@code [channels, rows, frames]} in C order.
 *
 * @param channels at least 1
 * @param rows bands or bins
 * @param frames of a segment
 */
record InputShape(int channels, int rows, int frames) {

    /** Values of one segment. */
    int size() {
        return channels * rows * frames;
    }

    /** Where a row begins in a segment that begins at an offset. */
    int rowOffset(int offset, int channel, int row) {
        return offset + (channel * rows + row) * frames;
    }
}
