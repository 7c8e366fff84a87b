package io.reverie.network;

/** What shall compute is not there or has no code, and nothing else may; the message says why and what would help. */
public final class NoUsableDeviceException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    NoUsableDeviceException(String message) {
        super(message);
    }
}
