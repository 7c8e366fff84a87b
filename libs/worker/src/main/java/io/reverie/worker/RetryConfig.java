package io.reverie.worker;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long a worker waits before it tries again what may succeed later. */
@ConfigMapping(prefix = "reverie.retry")
public interface RetryConfig {

    /** First delay, above 0; each further one is twice as long. */
    @WithDefault("0.5S")
    Duration firstDelay();

    /** Longest delay, at least the first one. */
    @WithDefault("30S")
    Duration longestDelay();
}
