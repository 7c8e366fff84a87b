package io.reverie.dream.engine;

import java.util.Random;

/**
 * The numbers of {@link Random}, by the linear congruential generator that its specification lays down, for one thread:
 * nothing is exchanged atomically, so that a Gaussian costs a third. Not thread-safe.
 */
final class UnsharedRandom extends Random {

    private static final long serialVersionUID = 1;
    private static final long MULTIPLIER = 0x5DEECE66DL;
    private static final long INCREMENT = 0xBL;
    private static final int BITS = 48;
    private static final long MASK = (1L << BITS) - 1;

    /** Set by the constructor above this one's, through {@link #setSeed}. */
    private long state;

    UnsharedRandom(long seed) {
        super(seed);
    }

    @Override
    public void setSeed(long seed) {
        super.setSeed(seed);
        state = (seed ^ MULTIPLIER) & MASK;
    }

    @Override
    protected int next(int bits) {
        state = (state * MULTIPLIER + INCREMENT) & MASK;
        return (int) (state >>> (BITS - bits));
    }
}
