package io.reverie.worker;

import java.io.IOException;

/** The store failed, not an artifact: whatever was being read or written may be as it should, and the same may succeed later. */
public final class StoreUnavailableException extends IOException {

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
