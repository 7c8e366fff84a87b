package io.reverie.dream;

import io.reverie.schemas.DreamRequest;

/**
 * What a request leaves to its preset.
 *
 * @param iterations iterations
 * @param step in the unit of the way
 * @param maxDistanceDb largest log-spectral distance from the input with its noise bed, in dB; infinite: no bound
 */
record DreamPreset(int iterations, double step, double maxDistanceDb) {

    private static final DreamPreset GENTLE = new DreamPreset(40, 0.05, 10);
    private static final DreamPreset STRONG = new DreamPreset(40, 0.1, 15);
    private static final DreamPreset SEED = new DreamPreset(20, 0.01, Double.POSITIVE_INFINITY);

    static DreamPreset of(DreamRequest request) {
        return switch (request.getPreset()) {
            case GENTLE -> GENTLE;
            case STRONG -> STRONG;
            case SEED -> SEED;
        };
    }
}
