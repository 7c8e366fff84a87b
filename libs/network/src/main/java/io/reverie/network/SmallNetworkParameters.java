package io.reverie.network;

import java.util.List;

/**
 * What the small network is made and trained with.
 *
 * @param channels channels of the input, at least 1
 * @param rows rows of the input (mel bands or bins), at least 16
 * @param frames columns of the input (frames) that it is meant for; any other number of 64 or more works as well
 * @param labels number of labels, at least 2
 * @param widths filters of each convolution, 2 to 6 of them, each 1 to 1024
 * @param optimiser how the weights move
 * @param dropout probability with which a value before the last layer is dropped, 0 to below 1
 * @param seed of the first weights and of the dropout
 */
public record SmallNetworkParameters(
        int channels,
        int rows,
        int frames,
        int labels,
        List<Integer> widths,
        OptimiserParameters optimiser,
        double dropout,
        long seed) {

    /** 16, 32, 64 and 128 filters. */
    public static final List<Integer> DEFAULT_WIDTHS = List.of(16, 32, 64, 128);

    /** Fewest convolutions. */
    public static final int FEWEST_WIDTHS = 2;

    /** Most convolutions, where the input is large enough; see {@link #mostWidths}. */
    public static final int MOST_WIDTHS = 6;

    /** Most filters of a convolution. */
    public static final int WIDEST = 1024;

    public SmallNetworkParameters {
        require(channels >= 1, "channels must be at least 1", channels);
        require(rows >= 16, "rows must be at least 16", rows);
        require(frames >= 64, "frames must be at least 64", frames);
        require(labels >= 2, "labels must be at least 2", labels);
        widths = List.copyOf(widths);
        int mostWidths = mostWidths(rows, frames);
        require(
                widths.size() >= FEWEST_WIDTHS && widths.size() <= mostWidths,
                "widths must be " + FEWEST_WIDTHS + " to " + mostWidths + " numbers for " + rows + " rows and " + frames
                        + " frames",
                widths);
        require(
                widths.stream().allMatch(width -> width >= 1 && width <= WIDEST),
                "widths must each be 1 to " + WIDEST,
                widths);
        require(optimiser != null, "optimiser must be given", null);
        require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1", dropout);
    }

    /** One channel of 128 mel bands, 431 frames (5 s at 22050 Hz and a hop of 256), default widths, dropout 0.3. */
    public static SmallNetworkParameters defaults(int labels, int steps, long seed) {
        return of(128, 431, labels, OptimiserParameters.defaults(steps), 0.3, seed);
    }

    /** One channel and default widths. */
    public static SmallNetworkParameters of(
            int rows, int frames, int labels, OptimiserParameters optimiser, double dropout, long seed) {
        return new SmallNetworkParameters(1, rows, frames, labels, DEFAULT_WIDTHS, optimiser, dropout, seed);
    }

    /**
     * How many convolutions an input allows: the first one strides over it, and the pooling after all but the last halves
     * it.
     *
     * @param rows rows of the input
     * @param frames columns of the input
     */
    public static int mostWidths(int rows, int frames) {
        int afterFirst = Math.min(
                (rows - 1) / SmallNetwork.firstRowStride(rows) + 1, (frames - 1) / SmallNetwork.FIRST_FRAME_STRIDE + 1);
        int halvings = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(afterFirst);
        return Math.min(MOST_WIDTHS, 1 + halvings);
    }

    private static void require(boolean allowed, String rule, Object value) {
        if (!allowed) {
            throw new IllegalArgumentException(rule + ": " + value);
        }
    }
}
