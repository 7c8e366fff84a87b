package io.reverie.worker;

import java.nio.file.Path;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where artifacts lie. */
@ConfigMapping(prefix = "reverie.store")
public interface StoreConfig {

    /** Where artifacts lie: {@code folder} or {@code s3}. */
    @WithDefault("folder")
    String kind();

    /** Folder of the artifact store, where its kind is {@code folder}. */
    @WithDefault("./data/store")
    Path folder();

    /**
     * Free space that the store's disk must have before a job begins, in megabytes of 2^20 bytes, 0 or more. Where there is
     * less, the job waits and is tried again. S3 has room.
     */
    @WithDefault("256")
    int leastFreeMegabytes();
}
