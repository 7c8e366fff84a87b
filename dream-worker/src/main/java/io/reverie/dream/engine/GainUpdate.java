package io.reverie.dream.engine;

import io.reverie.schemas.Update;

/**
 * One step of gains uphill, scaled as {@link GradientScale} says. Then they are kept at 0 or above (ADDITIVE), or at 0 or
 * below (SUBTRACTIVE).
 */
final class GainUpdate {

    private final Update update;
    private final GradientScale scale;

    GainUpdate(Update update, GradientScale scale) {
        this.update = update;
        this.scale = scale;
    }

    /**
     * Moves the gains.
     *
     * @param gains nepers, changed in place
     * @param gradient of the objective, already blurred
     * @param size how many of them
     * @throws NoGradientException if the gradient is zero or not finite
     */
    void apply(float[] gains, float[] gradient, int size) {
        float factor = (float) scale.factor(GradientScale.meanMagnitude(gradient, size));
        float limit = (float) scale.limit();
        float lowest = update == Update.ADDITIVE ? 0 : Float.NEGATIVE_INFINITY;
        float highest = update == Update.SUBTRACTIVE ? 0 : Float.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            float change = Math.max(-limit, Math.min(limit, factor * gradient[i]));
            gains[i] = Math.max(lowest, Math.min(highest, gains[i] + change));
        }
    }
}
