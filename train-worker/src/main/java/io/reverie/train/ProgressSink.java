package io.reverie.train;

import io.reverie.schemas.TrainProgress;

/** Where progress events go. Sending does not wait for them to arrive. */
@FunctionalInterface
interface ProgressSink {

    void send(TrainProgress progress);
}
