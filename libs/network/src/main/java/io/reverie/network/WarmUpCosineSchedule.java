package io.reverie.network;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Falls as a half cosine over all steps, {@code (1 + cos(π · step / steps)) / 2}, after Loshchilov and Hutter's SGDR
 * (2017) without restarts. From the last step on it is 0.
 */
final class WarmUpCosineSchedule extends WarmUpSchedule {
    @JsonProperty
    private final int steps;

    @JsonCreator
    WarmUpCosineSchedule(
            @JsonProperty("peak") double peak,
            @JsonProperty("warmUpSteps") int warmUpSteps,
            @JsonProperty("steps") int steps) {
        super(peak, warmUpSteps);
        this.steps = steps;
    }

    @Override
    double decay(int step) {
        return (1 + Math.cos(Math.PI * Math.min(1, (double) step / steps))) / 2;
    }
}
