package io.reverie.worker;

import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up the seconds of stages; one stage runs at a time. Not thread-safe. */
public final class Stopwatch {

    private static final double NANOSECONDS = 1e9;

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** Credits the time since the last call (or since the start) to a stage. */
    public void lap(String stage) {
        long now = System.nanoTime();
        seconds.merge(stage, (now - last) / NANOSECONDS, Double::sum);
        last = now;
    }

    /** Seconds by stage, in the order of first use. */
    public Map<String, Double> seconds() {
        return seconds;
    }
}
