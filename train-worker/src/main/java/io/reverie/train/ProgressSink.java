package io.reverie.train;

import io.reverie.schemas.TrainProgress;

/** Where progress events go. They are a courtesy: a sink may drop them and never fails. */
@FunctionalInterface
interface ProgressSink {

    void send(TrainProgress progress);
}
