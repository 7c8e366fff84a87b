package io.reverie.dream.engine;

/** The dream can not go on: the gradient is zero or not finite. */
public final class NoGradientException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoGradientException(String message) {
        super(message);
    }
}
