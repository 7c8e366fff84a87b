package io.reverie.standalone.demo;

/**
 * Second-order low, band and high pass in one, stable while its frequency moves.
 *
 * @see <a href="https://cytomic.com/files/dsp/SvfLinearTrapOptimised2.pdf">A. Simper, Linear Trapezoidal Integrated
 *     State Variable Filter (2013)</a>
 */
final class StateVariableFilter {
    private static final double HIGHEST = 0.45 * Tape.SAMPLE_RATE;

    private double damping;
    private double firstGain;
    private double secondGain;
    private double thirdGain;
    private double firstState;
    private double secondState;
    private double low;
    private double band;
    private double high;

    /**
     * A filter.
     *
     * @param hertz corner or centre frequency, in Hz
     * @param quality resonance: 0.7 is flat, above it the corner rings
     */
    StateVariableFilter(double hertz, double quality) {
        tune(hertz, quality);
    }

    void tune(double hertz, double quality) {
        double warped = Math.tan(Math.PI * Math.min(hertz, HIGHEST) / Tape.SAMPLE_RATE);
        damping = 1 / quality;
        firstGain = 1 / (1 + warped * (warped + damping));
        secondGain = warped * firstGain;
        thirdGain = warped * secondGain;
    }

    /** Takes one sample; {@link #low()}, {@link #band()} and {@link #high()} then give what comes out. */
    void feed(double sample) {
        double difference = sample - secondState;
        double middle = firstGain * firstState + secondGain * difference;
        low = secondState + secondGain * firstState + thirdGain * difference;
        high = sample - damping * middle - low;
        band = damping * middle;
        firstState = 2 * middle - firstState;
        secondState = 2 * low - secondState;
    }

    double low() {
        return low;
    }

    /** The band around the centre, which itself passes at gain 1. */
    double band() {
        return band;
    }

    double high() {
        return high;
    }
}
