package io.reverie.worker.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a reconstruction may cost. Who dreams reads it too: after the dream it is late to refuse. */
@ConfigMapping(prefix = "reverie.reconstruct")
public interface ReconstructionLimits {

    /** The most that {@link #mostIterations} may be. */
    int LARGEST_ITERATIONS = 10000;

    /**
     * Most iterations of phase retrieval that a request may ask for, 1 to {@value #LARGEST_ITERATIONS}. Dream workers refuse
     * more before they dream, reconstruct workers whatever comes to them: set it for both. Below 32, the default of a request, each one has to name
     * its own.
     */
    @WithDefault("10000")
    int mostIterations();
}
