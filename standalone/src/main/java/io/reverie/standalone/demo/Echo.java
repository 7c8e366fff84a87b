package io.reverie.standalone.demo;

/**
 * A tape echo.
 *
 * @param delay seconds between repeats, above 0
 * @param feedback loudness of each repeat relative to the one before, 0 to below 1
 */
record Echo(double delay, double feedback) {

    Echo {
        if (!(delay > 0)) {
            throw new IllegalArgumentException("delay must be above 0 but is " + delay);
        }
        if (!(feedback >= 0 && feedback < 1)) {
            throw new IllegalArgumentException("feedback must be at least 0 and below 1 but is " + feedback);
        }
    }

    /** Adds the repeats. */
    void repeat(Tape tape) {
        float[] samples = tape.samples();
        int distance = Math.max(1, Tape.position(delay));
        for (int i = distance; i < samples.length; i++) {
            samples[i] += (float) (feedback * samples[i - distance]);
        }
    }
}
