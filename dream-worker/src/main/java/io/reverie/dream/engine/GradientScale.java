package io.reverie.dream.engine;

import io.reverie.schemas.GradientScaling;

/**
 * How a gradient becomes a step. NORMALIZED: {@code step * clip(g / mean|g|, -c, c)}; without the clip a few large
 * gradients run away. RAW: {@code step * g}.
 *
 * @param scaling which of them
 * @param step length of the mean step
 * @param clip largest step in units of the mean one
 */
record GradientScale(GradientScaling scaling, double step, double clip) {

    /** The factor of a gradient of this mean magnitude. */
    double factor(double meanMagnitude) {
        requireGradient(meanMagnitude);
        return scaling == GradientScaling.RAW ? step : step / meanMagnitude;
    }

    /** The largest change of a value. */
    double limit() {
        return scaling == GradientScaling.RAW ? Float.MAX_VALUE : step * clip;
    }

    static double meanMagnitude(float[] gradient, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.abs(gradient[i]);
        }
        return sum / size;
    }

    private static void requireGradient(double meanMagnitude) {
        if (meanMagnitude == 0) {
            throw new NoGradientException(
                    "the gradient is zero: nothing in this input can be changed towards the target (silence?)");
        }
        if (!Double.isFinite(meanMagnitude)) {
            throw new NoGradientException("the gradient is not finite: the dream ran out of range; "
                    + "ask for a smaller step or fewer iterations");
        }
    }
}
