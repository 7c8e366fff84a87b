package io.reverie.standalone.registry;

import java.io.IOException;

/** What a registry refused, or that it does not answer. */
public final class RegistryException extends IOException {

    private final int status;

    RegistryException(String message, int status) {
        super(message);
        this.status = status;
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** Whether something that was asked for is not there. */
    boolean isNotFound() {
        return status == 404;
    }

    /** Whether the schema does not get on with the versions before it. */
    boolean isIncompatible() {
        return status == 409;
    }
}
