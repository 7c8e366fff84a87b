package io.reverie.worker.signal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.Startup;
import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.JobRejectedException;

/** How many iterations of phase retrieval may be asked for. Made before the channels begin, as the limit may be wrong. */
@ApplicationScoped
@Startup(Interceptor.Priority.PLATFORM_BEFORE)
public class PhaseIterations {

    private static final String KEY = "reverie.reconstruct.most-iterations";

    private final int most;

    @Inject
    PhaseIterations(ReconstructionLimits limits) {
        this(limits.mostIterations());
    }

    /** Allows so many. */
    public PhaseIterations(int most) {
        ConfiguredValue.require(KEY, most, 1, ReconstructionLimits.LARGEST_ITERATIONS);
        this.most = most;
    }

    /**
     * Makes sure that there are not more.
     *
     * @param field where they are in the request
     * @throws JobRejectedException where there are, with what is allowed
     */
    public void require(int iterations, String field) {
        if (iterations > most) {
            throw JobRejectedException.invalidValue(field, iterations, "0 to " + most + " (" + KEY + ")");
        }
    }
}
