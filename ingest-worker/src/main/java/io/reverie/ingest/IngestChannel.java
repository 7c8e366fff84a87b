package io.reverie.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.Stage;
import io.reverie.worker.JobRunner;
import io.reverie.worker.WorkerStates;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** From {@code reverie.ingest.requests} to {@code reverie.spectrograms}. */
@ApplicationScoped
class IngestChannel {

    private final JobRunner runner;
    private final IngestHandler handler;

    IngestChannel(JobRunner runner, IngestHandler handler) {
        this.runner = runner;
        this.handler = handler;
    }

    void onStart(@Observes StartupEvent event, WorkerStates states) {
        states.ready(Stage.INGEST);
    }

    @Incoming("ingest-requests")
    @Outgoing("ingest-spectrograms")
    @Blocking("ingest-jobs")
    Record<String, SpectrogramReady> handle(ConsumerRecord<String, byte[]> record) {
        return runner.run(record, handler);
    }
}
