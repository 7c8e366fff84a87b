package io.reverie.train;

import java.io.IOException;

/** Where a training leaves how far it has come, so that it goes on from there where it is interrupted. */
interface Checkpoints {

    /**
     * Gives a state what was saved last; leaves it as it is where there is nothing of use.
     *
     * @throws IOException where it cannot be read now; the state is not defined then
     */
    void restore(TrainingState state) throws IOException;

    /** Called after every step but the last; saves the state where it is time to. */
    void afterStep(TrainingState state) throws IOException;
}
