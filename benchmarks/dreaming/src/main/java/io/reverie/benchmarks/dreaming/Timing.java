package io.reverie.benchmarks.dreaming;

/**
 * How long iterations took.
 *
 * @param total nanoseconds of all, with what is done once before, after and between them
 * @param iteration nanoseconds of a typical one, the median
 */
record Timing(long total, long iteration) {}
