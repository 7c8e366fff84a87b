package io.reverie.dream.engine;

import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.Update;

/**
 * One step uphill. NORMALIZED: {@code d += step * clip(g / mean|g|, -c, c)}; without the clip a few large gradients
 * drive the exponential out of range. RAW: {@code d += step * g}. Then the gains are kept at 0 or above (ADDITIVE), or at
 * 0 or below (SUBTRACTIVE).
 */
final class GainUpdate {

    private final Update update;
    private final GradientScaling scaling;
    private final double step;
    private final double clip;

    GainUpdate(Update update, GradientScaling scaling, double step, double clip) {
        this.update = update;
        this.scaling = scaling;
        this.step = step;
        this.clip = clip;
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
        double mean = meanMagnitude(gradient, size);
        if (mean == 0) {
            throw new NoGradientException(
                    "the gradient is zero: nothing in this input can be changed towards the target (silence?)");
        }
        if (!Double.isFinite(mean)) {
            throw new NoGradientException("the gradient is not finite: the gains ran out of range; "
                    + "ask for a smaller step or fewer iterations");
        }
        float factor = (float) (scaling == GradientScaling.RAW ? step : step / mean);
        float limit = (float) (scaling == GradientScaling.RAW ? Float.MAX_VALUE : step * clip);
        float lowest = update == Update.ADDITIVE ? 0 : Float.NEGATIVE_INFINITY;
        float highest = update == Update.SUBTRACTIVE ? 0 : Float.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            float change = Math.max(-limit, Math.min(limit, factor * gradient[i]));
            gains[i] = Math.max(lowest, Math.min(highest, gains[i] + change));
        }
    }

    private static double meanMagnitude(float[] gradient, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.abs(gradient[i]);
        }
        return sum / size;
    }
}
