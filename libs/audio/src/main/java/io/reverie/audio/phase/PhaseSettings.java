package io.reverie.audio.phase;

import java.util.Objects;

/**
 * How phase is retrieved.
 *
 * @param method the algorithm
 * @param iterations the most iterations of an iterative method
 * @param momentum of fast Griffin-Lim, 0 to less than 1: 0.99 as torchaudio and librosa have by default; without meaning
 *     for the other methods
 * @param stopRule when an iterative method ends earlier
 * @param tolerance of heap integration: which magnitudes, relative to the largest, are too faint to have their phase
 *     integrated; 0 to less than 1
 * @param faintPhase what these get
 * @param seed of {@link FaintPhase#RANDOM}
 */
public record PhaseSettings(
        PhaseMethod method,
        int iterations,
        double momentum,
        StopRule stopRule,
        double tolerance,
        FaintPhase faintPhase,
        long seed) {

    /** The most iterations that can be asked for. */
    public static final int MOST_ITERATIONS = 100_000;

    /** The default momentum. */
    public static final double MOMENTUM = 0.99;

    /** The default tolerance: 120 dB below the largest magnitude, about where rounding to 24 bits ends. */
    public static final double TOLERANCE = 1e-6;

    public PhaseSettings {
        Objects.requireNonNull(method, "method");
        if (iterations < 0 || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("iterations must be 0 to " + MOST_ITERATIONS + ", but is " + iterations);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be 0 to less than 1, but is " + momentum);
        }
        Objects.requireNonNull(stopRule, "stopRule");
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance must be 0 to less than 1, but is " + tolerance);
        }
        Objects.requireNonNull(faintPhase, "faintPhase");
    }

    /** Heap integration and at most 100 iterations of fast Griffin-Lim. */
    public static PhaseSettings defaults() {
        return of(PhaseMethod.PGHI_FGLA, 100);
    }

    /** A method with the defaults of everything else, the seed 0. */
    public static PhaseSettings of(PhaseMethod method, int iterations) {
        return new PhaseSettings(method, iterations, MOMENTUM, StopRule.defaults(), TOLERANCE, FaintPhase.RANDOM, 0);
    }

    /** The same with another seed. */
    public PhaseSettings withSeed(long newSeed) {
        return new PhaseSettings(method, iterations, momentum, stopRule, tolerance, faintPhase, newSeed);
    }

    /** The same with another rule for ending earlier. */
    public PhaseSettings withStopRule(StopRule newStopRule) {
        return new PhaseSettings(method, iterations, momentum, newStopRule, tolerance, faintPhase, seed);
    }
}
