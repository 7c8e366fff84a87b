package io.reverie.standalone.client;

/** The schema registry does not answer, or lacks a schema that is to be written. */
public final class RegistryUnavailableException extends RuntimeException {

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
