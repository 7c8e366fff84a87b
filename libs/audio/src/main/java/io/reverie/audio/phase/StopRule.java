package io.reverie.audio.phase;

/**
 * When iterations end before their number is reached: as soon as the best spectral convergence so far is less than
 * {@code decibels} better than it was {@code iterations} iterations ago. It is looked at after every iteration.
 *
 * @param decibels improvement over {@code iterations} iterations that is worth going on, in dB; 0 never stops
 * @param iterations over how many iterations
 */
public record StopRule(double decibels, int iterations) {

    public StopRule {
        if (!(decibels >= 0) || Double.isInfinite(decibels)) {
            throw new IllegalArgumentException("decibels must be finite and not negative, but is " + decibels);
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("iterations must be at least 1, but is " + iterations);
        }
    }

    /** Less than 0.05 dB over 10 iterations. */
    public static StopRule defaults() {
        return new StopRule(0.05, 10);
    }

    /** All iterations, whatever they are good for. */
    public static StopRule never() {
        return new StopRule(0, 1);
    }
}
