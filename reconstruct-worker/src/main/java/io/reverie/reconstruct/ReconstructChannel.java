package io.reverie.reconstruct;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.Stage;
import io.reverie.worker.JobRunner;
import io.reverie.worker.WorkerStates;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** From {@code reverie.dreams} to {@code reverie.recordings}. */
@ApplicationScoped
class ReconstructChannel {

    private final JobRunner runner;
    private final ReconstructHandler handler;

    ReconstructChannel(JobRunner runner, ReconstructHandler handler) {
        this.runner = runner;
        this.handler = handler;
    }

    void onStart(@Observes StartupEvent event, WorkerStates states) {
        states.ready(Stage.RECONSTRUCT);
    }

    @Incoming("reconstruct-dreams")
    @Outgoing("reconstruct-recordings")
    @Blocking("reconstruct-jobs")
    Record<String, RecordingReady> handle(ConsumerRecord<String, byte[]> record) {
        return runner.run(record, handler);
    }
}
