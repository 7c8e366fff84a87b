package io.reverie.dream;

import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.DreamReady;
import io.reverie.worker.JobRunner;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * From requests on Kafka to dreams on Kafka: as many consumers as {@link DreamLimits#batch} says, each with one request at a
 * time.
 */
@ApplicationScoped
class DreamChannel {

    private final JobRunner runner;
    private final DreamHandler handler;
    private final DreamGate gate;

    DreamChannel(JobRunner runner, DreamHandler handler, DreamGate gate) {
        this.runner = runner;
        this.handler = handler;
        this.gate = gate;
    }

    @Incoming("dream-requests")
    @Outgoing("dream-dreams")
    @Blocking("dream-jobs")
    Record<String, DreamReady> handle(ConsumerRecord<String, byte[]> record) {
        return gate.interactive(() -> runner.run(record, handler));
    }
}
