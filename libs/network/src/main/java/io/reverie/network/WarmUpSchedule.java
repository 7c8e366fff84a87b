package io.reverie.network;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that rises linearly for some steps while it already decays: {@code peak · min(1, (step + 1) /
 * warmUpSteps) · decay(step)}. The peak is reached where the decay has not yet begun by the end of the warm-up.
 */
abstract class WarmUpSchedule implements ISchedule {
    @JsonProperty
    private final double peak;

    @JsonProperty
    private final int warmUpSteps;

    WarmUpSchedule(double peak, int warmUpSteps) {
        this.peak = peak;
        this.warmUpSteps = warmUpSteps;
    }

    /** The share of the peak at a step, from 0, without the warm-up. */
    abstract double decay(int step);

    @Override
    public final double valueAt(int iteration, int epoch) {
        double warmUp = warmUpSteps == 0 ? 1 : Math.min(1, (iteration + 1.0) / warmUpSteps);
        return peak * warmUp * decay(iteration);
    }

    /** Schedules do not change. */
    @Override
    public final WarmUpSchedule clone() {
        return this;
    }
}
