package io.reverie.network;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Falls by a factor every so many steps, {@code factor^⌊step / interval⌋}: torch.optim.lr_scheduler.StepLR. */
final class WarmUpStepSchedule extends WarmUpSchedule {
    @JsonProperty
    private final int interval;

    @JsonProperty
    private final double factor;

    @JsonCreator
    WarmUpStepSchedule(
            @JsonProperty("peak") double peak,
            @JsonProperty("warmUpSteps") int warmUpSteps,
            @JsonProperty("interval") int interval,
            @JsonProperty("factor") double factor) {
        super(peak, warmUpSteps);
        this.interval = interval;
        this.factor = factor;
    }

    @Override
    double decay(int step) {
        return Math.pow(factor, step / interval);
    }
}
