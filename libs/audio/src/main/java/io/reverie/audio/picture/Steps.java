package io.reverie.audio.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Distances of ticks that read well: 1, 2 or 5 times a power of ten. */
final class Steps {

    private static final double TOLERANCE = 1e-9;
    private static final double[] FACTORS = {1, 2, 5, 10};

    private Steps() {}

    /** The smallest distance with which at most so many steps fit into a span. */
    static double of(double span, int mostSteps) {
        double power = Math.pow(10, Math.floor(Math.log10(span / mostSteps)));
        for (double factor : FACTORS) {
            if (span / (power * factor) <= mostSteps + TOLERANCE) {
                return power * factor;
            }
        }
        return power * FACTORS[FACTORS.length - 1];
    }

    /** The first multiple of a step that is not below a value, as a number of steps. */
    static long first(double value, double step) {
        return (long) Math.ceil(value / step - TOLERANCE);
    }

    /** The last multiple of a step that is not above a value, as a number of steps. */
    static long last(double value, double step) {
        return (long) Math.floor(value / step + TOLERANCE);
    }

    /** Ticks from one value to another, at most so many steps apart, with as many decimals as their distance has. */
    static List<Tick> ticks(double from, double to, int mostSteps) {
        return every(from, to, of(to - from, mostSteps));
    }

    /** Ticks at the multiples of a step from one value to another, with as many decimals as the step has. */
    static List<Tick> every(double from, double to, double step) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + TOLERANCE));
        List<Tick> ticks = new ArrayList<>();
        for (long i = first(from, step); i <= last(to, step); i++) {
            ticks.add(new Tick(i * step, Tick.signed(String.format(Locale.ROOT, "%." + decimals + "f", i * step))));
        }
        return ticks;
    }
}
