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
}
