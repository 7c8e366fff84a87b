package io.reverie.dream.engine;

import java.util.Random;

/**
 * Independent streams of random numbers from one seed. {@link Random} because its numbers are laid down by its
 * specification; the seeds are scattered first, as its streams of neighbouring seeds resemble each other (finaliser of
 * SplitMix64: Steele, Lea and Flood, 2014).
 */
public final class Seeds {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final int NOISE_BED_STREAM = 0;
    private static final int FIRST_WINDOW_STREAM = 1;
    /** Below every window's. */
    private static final int CONTROL_STREAM = -1;

    private Seeds() {}

    /** The stream of the noise bed. */
    public static Random noiseBed(long seed) {
        return stream(seed, NOISE_BED_STREAM);
    }

    /** The stream of a control's gains. */
    static Random control(long seed) {
        return stream(seed, CONTROL_STREAM);
    }

    /** The stream of one window's regularisers. */
    static Random window(long seed, int window) {
        return stream(seed, FIRST_WINDOW_STREAM + window);
    }

    private static Random stream(long seed, int number) {
        long mixed = seed + GOLDEN_RATIO * (number + 1L);
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return new UnsharedRandom(mixed ^ (mixed >>> 31));
    }
}
