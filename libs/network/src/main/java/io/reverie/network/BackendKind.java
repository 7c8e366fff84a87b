package io.reverie.network;

import java.util.Locale;

/** What shall compute. */
public enum BackendKind {
    /** A device with CUDA where the build has a backend for it, else the processor. */
    AUTO,
    /** The processor. */
    CPU,
    /** A device with CUDA. */
    CUDA;

    /**
     * The kind that the configuration names.
     *
     * @param text value of {@code reverie.backend.kind}
     * @throws IllegalArgumentException with the key and what is allowed
     */
    public static BackendKind of(String text) {
        for (BackendKind kind : values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("reverie.backend.kind must be auto, cpu or cuda, but is " + text);
    }
}
