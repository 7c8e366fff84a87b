package io.reverie.worker;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where artifacts lie. */
@ConfigMapping(prefix = "reverie.store")
public interface StoreConfig {

    /** Folder of the artifact store. */
    @WithDefault("./data/store")
    Path folder();

    /**
     * Free space that the store's disk must have before a job begins, in megabytes of 2^20 bytes, 0 or more. Where there is
     * less, the job waits and is tried again.
     */
    @WithDefault("256")
    int leastFreeMegabytes();
}
