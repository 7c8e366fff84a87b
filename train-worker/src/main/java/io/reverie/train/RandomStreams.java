package io.reverie.train;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The random numbers of a training, each stream derived from the seed and from what it is for. No stream goes on from one
 * step to the next, so that a training that is taken up again at any step draws what the uninterrupted one would have.
 *
 * @param seed of the request
 */
record RandomStreams(long seed) {

    private static final int WEIGHTS = 1;
    private static final int PASS = 2;
    private static final int BATCH = 3;
    private static final int DROPOUT = 4;

    /** Seed of the network's first weights. */
    long weights() {
        return derived(WEIGHTS, 0);
    }

    /** The order in which tracks are dealt in one pass over all of them, from 0. */
    RandomGenerator pass(long pass) {
        return new SplittableRandom(derived(PASS, pass));
    }

    /** Segments and augmentation of the batch of one step, from 1. */
    RandomGenerator batch(int step) {
        return new SplittableRandom(derived(BATCH, step));
    }

    /** Seed of the dropout of one step, from 1. */
    long dropout(int step) {
        return derived(DROPOUT, step);
    }

    private long derived(int purpose, long number) {
        return mixed(mixed(mixed(seed) + purpose) + number);
    }

    /** SplittableRandom's own mixing function (Steele, Lea and Flood 2014), a bijection. */
    private static long mixed(long value) {
        return new SplittableRandom(value).nextLong();
    }
}
