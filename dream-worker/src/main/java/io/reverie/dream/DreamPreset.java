package io.reverie.dream;

import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.GradientScaling;

/**
 * What a request leaves to its preset.
 *
 * @param iterations iterations
 * @param step in the unit of the way; of a raw gradient its factor
 * @param maxDistanceDb largest log-spectral distance from the input with its noise bed, in dB; infinite: no bound
 */
record DreamPreset(int iterations, double step, double maxDistanceDb) {

    private static final DreamPreset GENTLE = new DreamPreset(40, 0.05, 10);
    private static final DreamPreset STRONG = new DreamPreset(40, 0.1, 15);
    private static final DreamPreset SEED = new DreamPreset(20, 0.01, Double.POSITIVE_INFINITY);

    /**
     * One over a usual mean magnitude of gradients: 2e-4 for the mask and 1e-4 for pictures and the STFT, by a small network
     * trained on music. Another network's raw gradients may be far from it.
     */
    private static final double RAW_GRADIENT = 5000;

    static DreamPreset of(DreamRequest request) {
        DreamPreset preset =
                switch (request.getPreset()) {
                    case GENTLE -> GENTLE;
                    case STRONG -> STRONG;
                    case SEED -> SEED;
                };
        return request.getGradient() == GradientScaling.RAW
                ? new DreamPreset(preset.iterations, RAW_GRADIENT * preset.step, preset.maxDistanceDb)
                : preset;
    }
}
