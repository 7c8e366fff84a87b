package io.reverie.benchmarks.dreaming;

import java.util.Arrays;

/** Medians. */
final class Medians {
    private Medians() {}

    /** The median, the upper one of an even number of values. */
    static long of(long... values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
