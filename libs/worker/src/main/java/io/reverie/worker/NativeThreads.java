package io.reverie.worker;

import java.util.Optional;

import org.jboss.logging.Logger;

/** How the threads of native operations wait for each other. Only the environment that the process starts with can say so. */
public final class NativeThreads {

    private static final Logger LOG = Logger.getLogger(NativeThreads.class);

    private NativeThreads() {}

    /** Logs a warning where they wait by spinning, which takes the cores from every other process. */
    public static void check() {
        warning(System.getenv("OMP_WAIT_POLICY")).ifPresent(LOG::warn);
    }

    static Optional<String> warning(String policy) {
        return "PASSIVE".equalsIgnoreCase(policy)
                ? Optional.empty()
                : Optional.of("OMP_WAIT_POLICY is " + (policy == null ? "not set" : policy)
                        + ": threads of native operations spin while they wait, and two workers on the same cores are many"
                        + " times slower than one. Start this worker with OMP_WAIT_POLICY=PASSIVE in its environment.");
    }
}
