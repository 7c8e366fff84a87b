package io.reverie.standalone.client;

/** The schema registry does not answer, lacks a schema that is to be written, or has not been named. */
public final class RegistryUnavailableException extends RuntimeException {

    RegistryUnavailableException(String message) {
        super(message);
    }

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
