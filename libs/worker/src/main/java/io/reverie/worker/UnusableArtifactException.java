package io.reverie.worker;

import java.io.IOException;

/** What a request names cannot be read, however often it is tried: it rejects the request. */
public abstract sealed class UnusableArtifactException extends IOException
        permits ArtifactNotFoundException, InvalidArtifactKeyException, UnreadableArtifactException {

    UnusableArtifactException(String message) {
        super(message);
    }

    UnusableArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
