package io.reverie.network;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that rises linearly for some steps and falls as a half cosine over all of them: {@code peak ·
 * min(1, (step + 1) / warmUpSteps) · (1 + cos(π · step / steps)) / 2}, after Loshchilov and Hutter's SGDR (2017) without
 * restarts. From the last step on it is 0.
 */
final class WarmUpCosineSchedule implements ISchedule {
    @JsonProperty
    private final double peak;

    @JsonProperty
    private final int warmUpSteps;

    @JsonProperty
    private final int steps;

    @JsonCreator
    WarmUpCosineSchedule(
            @JsonProperty("peak") double peak,
            @JsonProperty("warmUpSteps") int warmUpSteps,
            @JsonProperty("steps") int steps) {
        this.peak = peak;
        this.warmUpSteps = warmUpSteps;
        this.steps = steps;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        double progress = Math.min(1, (double) iteration / steps);
        double warmUp = warmUpSteps == 0 ? 1 : Math.min(1, (iteration + 1.0) / warmUpSteps);
        return peak * warmUp * (1 + Math.cos(Math.PI * progress)) / 2;
    }

    @Override
    public WarmUpCosineSchedule clone() {
        return this;
    }
}
