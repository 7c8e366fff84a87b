package io.reverie.train;

/** The loss of a training is not finite any more. */
final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;

    DivergedException(int step) {
        super("the loss is not finite at step " + step);
        this.step = step;
    }

    /** The step that showed it, from 1. */
    int step() {
        return step;
    }
}
