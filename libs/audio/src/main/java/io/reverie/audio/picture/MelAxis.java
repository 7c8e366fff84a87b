package io.reverie.audio.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

import io.reverie.audio.MelScale;

/** The vertical axis of a picture: rows equally far apart in mel from the highest frequency at the top downwards. */
final class MelAxis {

    private static final double LOWEST_OCTAVE_HZ = 250;
    private static final int SMALLEST_TICK_DISTANCE = 18;
    private static final int MOST_STEPS = 8;
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);
    private static final MathContext SIX_DIGITS = new MathContext(6, RoundingMode.HALF_EVEN);

    private final int rows;
    private final MelScale scale;
    private final double lowestHz;
    private final double highestHz;
    private final double lowestMel;
    private final double melRange;

    MelAxis(int rows, MelScale scale, double lowestHz, double highestHz) {
        if (!(highestHz > lowestHz)) {
            throw new IllegalArgumentException(
                    "the highest frequency must be above the lowest, but they are " + highestHz + " and " + lowestHz);
        }
        this.rows = rows;
        this.scale = scale;
        this.lowestHz = lowestHz;
        this.highestHz = highestHz;
        this.lowestMel = scale.melOf(lowestHz);
        this.melRange = scale.melOf(highestHz) - lowestMel;
    }

    /** From 0 Hz on the HTK scale: the axis of spectra. */
    MelAxis(int rows, double highestHz) {
        this(rows, MelScale.HTK, 0, highestHz);
    }

    int rows() {
        return rows;
    }

    /** The frequency at a height in rows below the top; whole numbers are the rows' edges. */
    double hzAt(double row) {
        return scale.hzOf(lowestMel + melRange * (1 - row / rows));
    }

    /** The height of a frequency in rows below the top. */
    double rowOf(double hz) {
        return rows * (1 - (scale.melOf(hz) - lowestMel) / melRange);
    }

    /** Both ends, and between them octaves (in a narrow range: equal steps), as many as can be told apart. */
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        ticks.add(tick(lowestHz));
        double row = rows;
        for (double hz : isNarrow() ? equalSteps() : octaves()) {
            double next = rowOf(hz);
            if (row - next >= SMALLEST_TICK_DISTANCE && next >= SMALLEST_TICK_DISTANCE) {
                ticks.add(tick(hz));
                row = next;
            }
        }
        ticks.add(tick(highestHz));
        return ticks;
    }

    private boolean isNarrow() {
        return highestHz < 4 * LOWEST_OCTAVE_HZ || highestHz < 4 * lowestHz;
    }

    private List<Double> octaves() {
        List<Double> octaves = new ArrayList<>();
        for (double hz = LOWEST_OCTAVE_HZ; hz < highestHz; hz *= 2) {
            if (hz > lowestHz) {
                octaves.add(hz);
            }
        }
        return octaves;
    }

    private List<Double> equalSteps() {
        double step = Steps.of(highestHz - lowestHz, MOST_STEPS);
        List<Double> steps = new ArrayList<>();
        for (long i = Steps.first(lowestHz, step); i <= Steps.last(highestHz, step); i++) {
            steps.add(i * step);
        }
        return steps;
    }

    private Tick tick(double hz) {
        if (isNarrow()) {
            return new Tick(hz, rounded(hz, SIX_DIGITS));
        }
        return hz < 1000
                ? new Tick(hz, rounded(hz, THREE_DIGITS))
                : new Tick(hz, rounded(hz / 1000, THREE_DIGITS) + "k");
    }

    private static String rounded(double number, MathContext digits) {
        return BigDecimal.valueOf(number).round(digits).stripTrailingZeros().toPlainString();
    }
}
