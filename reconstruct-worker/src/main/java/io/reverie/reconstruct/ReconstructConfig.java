package io.reverie.reconstruct;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is made of a dream besides its sound. */
@ConfigMapping(prefix = "reverie.reconstruct")
interface ReconstructConfig {

    /** Whether pictures and the animation are made; they take longer than the sound. */
    @WithDefault("true")
    boolean pictures();
}
