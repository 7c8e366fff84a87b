package io.reverie.train;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How trainings wait, what they may cost, and how they are kept from being lost. */
@ConfigMapping(prefix = "reverie.train")
interface TrainConfig {

    /** The most that {@link #mostSteps} may be. */
    int LARGEST_STEPS = 100000;

    /** Longest time that a training waits for the tracks that it expects; the next one waits behind it. */
    @WithDefault("10M")
    Duration longestWait();

    /** Steps from one checkpoint to the next, at least 1; an interruption costs at most so many. */
    @WithDefault("100")
    int checkpointSteps();

    /** Most steps that a training may be asked for, 1 to {@value #LARGEST_STEPS}. */
    @WithDefault("100000")
    int mostSteps();
}
