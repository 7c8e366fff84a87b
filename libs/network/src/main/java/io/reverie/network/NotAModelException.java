package io.reverie.network;

import java.io.IOException;

/** A file was read and is not a model, or a damaged one; reading it again would not help. */
public final class NotAModelException extends IOException {

    private static final long serialVersionUID = 1;

    NotAModelException(String reason) {
        super("not a model: " + reason);
    }

    NotAModelException(String reason, Throwable cause) {
        super("not a model: " + reason, cause);
    }
}
