package io.reverie.audio.picture;

import java.util.List;

/** A linear axis from 0 to the first tick that is not below a value. */
final class NumberAxis {

    private final double highest;
    private final int pixels;
    private final int mostSteps;

    /**
     * @param value what the axis must reach; 0 or less: 1
     * @param pixels length of the axis
     * @param pixelsPerTick fewest pixels from one tick to the next
     */
    NumberAxis(double value, int pixels, int pixelsPerTick) {
        this.pixels = pixels;
        this.mostSteps = Math.max(2, pixels / pixelsPerTick);
        double reached = value > 0 ? value : 1;
        double step = Steps.of(reached, mostSteps);
        this.highest = Steps.first(reached, step) * step;
    }

    /** How many pixels from the beginning of the axis a value lies; the nearest end where it lies outside. */
    double position(double value) {
        return Math.max(0, Math.min(1, value / highest)) * (pixels - 1);
    }

    List<Tick> ticks() {
        return Steps.ticks(0, highest, mostSteps);
    }
}
