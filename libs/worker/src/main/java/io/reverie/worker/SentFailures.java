package io.reverie.worker;

import java.util.concurrent.CompletionStage;

/** What became of failures that are on their way to whoever asked. */
@FunctionalInterface
interface SentFailures {

    /**
     * Completes when the broker has the failure of a request, or will never take it; at once where none was sent. To be
     * asked once for each failure. Completes exceptionally where the broker could not be reached.
     *
     * @param topic topic, partition and offset of the request
     */
    CompletionStage<Void> sent(String topic, int partition, long offset);
}
