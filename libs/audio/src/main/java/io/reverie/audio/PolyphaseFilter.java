package io.reverie.audio;

/** The low pass of a {@link Resampler}, one row of coefficients for each phase between two input samples. */
final class PolyphaseFilter {

    /** Zero crossings of the sinc on each side: with this window a transition of 0.1 of Nyquist at -100 dB. */
    private static final int ZERO_CROSSINGS = 66;

    /** {@code 0.1102 (A - 8.7)} for A = 100 dB (Kaiser, 1974). */
    private static final double KAISER_BETA = 10.06;

    /** The middle of the transition, relative to the lower Nyquist frequency. */
    private static final double CUTOFF = 0.95;

    private static final int WINDOW_STEPS = 8192;

    /** Rows are kept up to this many coefficients together; ratios of large numbers compute them each time. */
    private static final int MOST_KEPT = 1 << 23;

    private final int phases;
    private final double cutoff;
    private final int reach;
    private final double[] window;
    private final double[][] rows;
    private final double[] row;

    /**
     * @param phases number of output positions between two input samples
     * @param bandwidth the lower Nyquist frequency relative to the input's
     */
    PolyphaseFilter(int phases, double bandwidth) {
        this.phases = phases;
        this.cutoff = CUTOFF * bandwidth;
        this.reach = (int) Math.ceil(ZERO_CROSSINGS / bandwidth);
        this.window = kaiser();
        int taps = 2 * reach;
        this.rows = (long) phases * taps <= MOST_KEPT ? new double[phases][] : null;
        this.row = new double[taps];
    }

    /** How many input samples lie on each side of a position. */
    int reach() {
        return reach;
    }

    /**
     * The signal at {@code phase / phases} behind the middle of a window.
     *
     * @param samples hold {@code 2 * reach} samples from start on: sample {@code reach - 1} of them is the one at or
     *     before the position
     */
    double at(float[] samples, int start, int phase) {
        double[] coefficients = coefficients(phase);
        // Four sums of their own, so that none waits for the one before. The number of coefficients is even.
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < coefficients.length; i += 4) {
            first += coefficients[i] * samples[start + i];
            second += coefficients[i + 1] * samples[start + i + 1];
            third += coefficients[i + 2] * samples[start + i + 2];
            fourth += coefficients[i + 3] * samples[start + i + 3];
        }
        for (; i < coefficients.length; i++) {
            first += coefficients[i] * samples[start + i];
        }
        return (first + third) + (second + fourth);
    }

    private double[] coefficients(int phase) {
        if (rows == null) {
            fill(row, phase);
            return row;
        }
        if (rows[phase] == null) {
            rows[phase] = new double[row.length];
            fill(rows[phase], phase);
        }
        return rows[phase];
    }

    private void fill(double[] target, int phase) {
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            double distance = i - reach + 1 - (double) phase / phases;
            target[i] = sinc(cutoff * distance) * windowAt(Math.abs(distance) / reach);
            sum += target[i];
        }
        // A constant stays exactly constant.
        for (int i = 0; i < target.length; i++) {
            target[i] /= sum;
        }
    }

    private double windowAt(double position) {
        double step = position * WINDOW_STEPS;
        int below = (int) step;
        if (below >= WINDOW_STEPS) {
            return window[WINDOW_STEPS];
        }
        return window[below] + (step - below) * (window[below + 1] - window[below]);
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double[] kaiser() {
        double[] window = new double[WINDOW_STEPS + 1];
        for (int i = 0; i <= WINDOW_STEPS; i++) {
            double position = (double) i / WINDOW_STEPS;
            window[i] = besselI0(KAISER_BETA * Math.sqrt(1 - position * position)) / besselI0(KAISER_BETA);
        }
        return window;
    }

    /** The modified Bessel function of order 0, by its power series. */
    private static double besselI0(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
