package io.reverie.worker;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How a worker stops. */
@ConfigMapping(prefix = "reverie.shutdown")
public interface ShutdownConfig {

    /**
     * How long a worker that stops lets the jobs in work go on; what is not finished by then is handed back, to be done from
     * its beginning or its checkpoint by another worker. 0 or more; less than the time after which the worker is killed.
     */
    @WithDefault("10S")
    Duration finishWithin();
}
