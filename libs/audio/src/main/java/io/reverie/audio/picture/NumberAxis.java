package io.reverie.audio.picture;

import java.util.List;

/** A linear axis that has 0 on it and ends at ticks. */
final class NumberAxis {

    private final double lowest;
    private final double highest;
    private final double step;
    private final int pixels;

    /** From 0 to the first tick that is not below a value; see {@link #NumberAxis(double, double, int, int)}. */
    NumberAxis(double value, int pixels, int pixelsPerTick) {
        this(0, value, pixels, pixelsPerTick);
    }

    /**
     * @param low what the axis must reach below 0; above 0: it begins at 0
     * @param high what it must reach above 0; where nothing reaches anywhere, 1
     * @param pixels length of the axis
     * @param pixelsPerTick fewest pixels from one tick to the next, but for a step more where both ends are rounded
     */
    NumberAxis(double low, double high, int pixels, int pixelsPerTick) {
        this.pixels = pixels;
        double from = Math.min(0, low);
        double to = from == 0 && !(high > 0) ? 1 : Math.max(0, high);
        this.step = Steps.of(to - from, Math.max(2, pixels / pixelsPerTick));
        this.lowest = Steps.last(from, step) * step;
        this.highest = Steps.first(to, step) * step;
    }

    /** How many pixels from the beginning of the axis a value lies; the nearest end where it lies outside. */
    double position(double value) {
        return Math.max(0, Math.min(1, (value - lowest) / (highest - lowest))) * (pixels - 1);
    }

    /** Whether 0 lies between the ends. */
    boolean crossesZero() {
        return lowest < 0 && highest > 0;
    }

    List<Tick> ticks() {
        return Steps.every(lowest, highest, step);
    }
}
