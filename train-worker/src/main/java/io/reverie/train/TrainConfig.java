package io.reverie.train;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How trainings wait and how they are kept from being lost. */
@ConfigMapping(prefix = "reverie.train")
interface TrainConfig {

    /** Longest time that a training waits for the tracks that it expects; the next one waits behind it. */
    @WithDefault("10M")
    Duration longestWait();

    /** Steps from one checkpoint to the next, at least 1; an interruption costs at most so many. */
    @WithDefault("100")
    int checkpointSteps();
}
