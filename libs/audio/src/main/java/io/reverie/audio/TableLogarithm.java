package io.reverie.audio;

/**
 * The natural logarithm of positive numbers for loops over spectrograms: {@code ln x = e ln 2 + ln c + ln(1 + r)} for {@code x = 2^e m} with c
 * from a table of 1024 and a polynomial for the rest, {@code m = c (1 + r)}, {@code 0 <= r < 2^-10} (Tang, Table-driven
 * implementation of the logarithm function in IEEE floating-point arithmetic, 1990). Absolute error below 1e-13, 0 at 1.
 * There is no branch in it, so that the C2 compiler makes vector instructions of such a loop: {@link Math#log} costs three
 * to six times as much. That is why it does not look at what it is given.
 */
final class TableLogarithm {

    private static final int TABLE_BITS = 10;
    private static final int TABLE_SIZE = 1 << TABLE_BITS;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final int EXPONENT_BIAS = 1023;
    private static final long ONE = (long) EXPONENT_BIAS << MANTISSA_BITS;
    private static final double LN_2 = Math.log(2);
    private static final double[] INVERSES = new double[TABLE_SIZE];
    private static final double[] LOGARITHMS = new double[TABLE_SIZE];

    static {
        for (int i = 0; i < TABLE_SIZE; i++) {
            double c = 1 + (double) i / TABLE_SIZE;
            INVERSES[i] = 1 / c;
            LOGARITHMS[i] = Math.log(c);
        }
    }

    private TableLogarithm() {}

    /**
     * The natural logarithm of x.
     *
     * @param x finite and at least {@link Double#MIN_NORMAL}; the result for any other number means nothing
     */
    static double ln(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> MANTISSA_BITS) - EXPONENT_BIAS;
        int i = (int) (bits >>> (MANTISSA_BITS - TABLE_BITS)) & (TABLE_SIZE - 1);
        double mantissa = Double.longBitsToDouble(bits & MANTISSA | ONE);
        double r = mantissa * INVERSES[i] - 1;
        double rest = r * (1 - r * (1 / 2.0 - r * (1 / 3.0 - r * (1 / 4.0))));
        return exponent * LN_2 + (LOGARITHMS[i] + rest);
    }
}
