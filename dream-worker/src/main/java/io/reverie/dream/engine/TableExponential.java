package io.reverie.dream.engine;

/**
 * The exponential function for the mask's inner loop: {@code e^x = 2^(k / 256) * e^r} with a table of the powers of two
 * and a cubic for the rest, {@code |r| <= ln 2 / 512}. Relative error below 1e-12 for |x| up to 700, beyond which x is
 * clamped. {@link Math#exp} costs six times as much in a loop that the C2 compiler made.
 */
final class TableExponential {

    private static final int TABLE_BITS = 8;
    private static final int TABLE_SIZE = 1 << TABLE_BITS;
    private static final double STEPS_PER_NEPER = TABLE_SIZE / Math.log(2);
    private static final double NEPERS_PER_STEP = Math.log(2) / TABLE_SIZE;
    private static final double LARGEST = 700;
    /** 1.5 * 2^52: the spacing of doubles of this size is 1. */
    private static final double ROUNDING = 6_755_399_441_055_744.0;

    private static final int EXPONENT_BIAS = 1023;
    private static final int MANTISSA_BITS = 52;
    private static final double[] POWERS = powers();

    private TableExponential() {}

    /** e to the power of x, x clamped to -700 to 700; NaN for NaN. */
    static double exp(double x) {
        double clamped = x > LARGEST ? LARGEST : x < -LARGEST ? -LARGEST : x;
        // Rounds to a whole number faster than Math.rint does under the C1 compiler.
        double steps = clamped * STEPS_PER_NEPER + ROUNDING - ROUNDING;
        int k = (int) steps;
        double r = clamped - steps * NEPERS_PER_STEP;
        double rest = 1 + r * (1 + r * (1 / 2.0 + r * (1 / 6.0)));
        double power = Double.longBitsToDouble((long) ((k >> TABLE_BITS) + EXPONENT_BIAS) << MANTISSA_BITS);
        return power * POWERS[k & (TABLE_SIZE - 1)] * rest;
    }

    private static double[] powers() {
        double[] powers = new double[TABLE_SIZE];
        for (int i = 0; i < TABLE_SIZE; i++) {
            powers[i] = Math.pow(2, (double) i / TABLE_SIZE);
        }
        return powers;
    }
}
