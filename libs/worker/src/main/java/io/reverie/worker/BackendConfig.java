package io.reverie.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What computes the networks of train and dream workers. */
@ConfigMapping(prefix = "reverie.backend")
public interface BackendConfig {

    /**
     * What train and dream workers compute with: {@code cpu}, {@code cuda} (the first GPU of the process; only in a build with
     * the profile {@code cuda}), or {@code auto}, which is {@code cuda} in such a build and {@code cpu} in any other.
     */
    @WithDefault("auto")
    String kind();

    /**
     * Whether a worker whose GPU cannot be used (no driver, no device, a library that is missing, no code for it: what is seen before the first use) goes on on the
     * processor. Otherwise it takes no jobs, and its health says why.
     */
    @WithDefault("false")
    @WithConverter(TrueOrFalse.class)
    boolean fallBackToCpu();
}
