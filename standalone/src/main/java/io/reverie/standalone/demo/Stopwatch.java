package io.reverie.standalone.demo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The seconds that each stage took. */
final class Stopwatch {
    private static final double NANOS_A_SECOND = 1e9;

    private final Map<String, Double> stages = new LinkedHashMap<>();
    private long begun = System.nanoTime();

    /**
     * Ends a stage; the next one begins.
     *
     * @return its seconds
     */
    double lap(String stage) {
        long now = System.nanoTime();
        double seconds = (now - begun) / NANOS_A_SECOND;
        begun = now;
        stages.merge(stage, seconds, Double::sum);
        return seconds;
    }

    /** Seconds by stage, in their order. */
    Map<String, Double> stages() {
        return Collections.unmodifiableMap(stages);
    }

    double total() {
        return stages.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
