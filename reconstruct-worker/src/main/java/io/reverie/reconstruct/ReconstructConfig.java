package io.reverie.reconstruct;

import io.reverie.worker.TrueOrFalse;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** What is made of a dream besides its sound. */
@ConfigMapping(prefix = "reverie.reconstruct")
interface ReconstructConfig {

    /** Whether pictures and the animation are made; they take longer than the sound. */
    @WithDefault("true")
    @WithConverter(TrueOrFalse.class)
    boolean pictures();
}
