package io.reverie.dream.engine;

import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.Update;

/**
 * How to dream, every default resolved.
 *
 * @param update which changes are allowed
 * @param gradient how the gradient becomes a step
 * @param iterations iterations of each window, 1 to 10000
 * @param step above 0, in the unit of the way and at most 1; of a raw gradient the factor it is multiplied by, at most a
 *     million
 * @param regularisers what keeps a dream from fooling one network alone
 * @param energyCapDb largest rise of the energy by an additive dream, in dB, 0 to 60
 * @param stopAt ends a window's dream where its objective is at least this; infinite: never
 * @param snapshotIterations keeps the gains of every so many iterations; 0: none
 */
public record DreamSettings(
        Update update,
        GradientScaling gradient,
        int iterations,
        double step,
        RegulariserSettings regularisers,
        double energyCapDb,
        double stopAt,
        int snapshotIterations) {

    /** The most iterations. */
    public static final int MOST_ITERATIONS = 10_000;

    private static final double LARGEST_ENERGY_CAP = 60;
    private static final double LARGEST_STEP = 1;
    private static final double LARGEST_RAW_STEP = 1e6;

    public DreamSettings {
        Ranges.require("iterations", iterations, 1, MOST_ITERATIONS);
        double largestStep = gradient == GradientScaling.RAW ? LARGEST_RAW_STEP : LARGEST_STEP;
        if (!(step > 0 && step <= largestStep)) {
            throw new SettingException(
                    "step", Double.toString(step), "above 0 and at most " + Ranges.number(largestStep));
        }
        Ranges.require("energyCapDb", energyCapDb, 0, LARGEST_ENERGY_CAP);
        if (Double.isNaN(stopAt)) {
            throw new SettingException("stopAt", "NaN", "a number");
        }
        Ranges.require("snapshotIterations", snapshotIterations, 0, MOST_ITERATIONS);
    }

    /** How a gradient becomes a step. */
    GradientScale scale() {
        return new GradientScale(gradient, step, regularisers.clip());
    }

    /** How many snapshots are kept. */
    public int snapshots() {
        return snapshotIterations == 0 ? 0 : iterations / snapshotIterations;
    }
}
