package io.reverie.audio.picture;

import java.util.List;

import io.reverie.audio.StftParameters;

/**
 * The horizontal axis of a picture in seconds. Each frame takes the width of a hop, its middle where the middle of its
 * window lies in the signal: at {@code t * hop} where the analysis is centred, half of nFft later where it is not.
 */
final class TimeAxis {

    private static final int PIXELS_PER_TICK = 90;

    private final int columns;
    private final double from;
    private final double to;

    /**
     * @param columns width in pixels
     * @param frames number of frames that the width stands for
     */
    TimeAxis(int columns, int frames, StftParameters parameters) {
        double firstCentre = parameters.centered() ? 0 : parameters.nFft() / 2.0;
        double half = parameters.hop() / 2.0;
        this.columns = columns;
        this.from = (firstCentre - half) / parameters.sampleRate();
        this.to = (firstCentre + (double) frames * parameters.hop() - half) / parameters.sampleRate();
    }

    int columns() {
        return columns;
    }

    /** The column that shows a time; the nearest one where it lies outside. */
    int columnOf(double seconds) {
        double column = (seconds - from) / (to - from) * columns;
        return (int) Math.max(0, Math.min(columns - 1, Math.floor(column)));
    }

    List<Tick> ticks() {
        return Steps.ticks(from, to, Math.max(2, columns / PIXELS_PER_TICK));
    }
}
