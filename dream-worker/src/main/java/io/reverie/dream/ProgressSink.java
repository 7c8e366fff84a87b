package io.reverie.dream;

import io.reverie.schemas.DreamProgress;

/** Where progress events go. They are a courtesy: a sink may drop them and never fails. */
@FunctionalInterface
interface ProgressSink {

    void send(DreamProgress progress);
}
