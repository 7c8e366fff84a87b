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
 * From bulk requests on Kafka to dreams on Kafka while no interactive request is there: as many consumers as {@link
 * DreamLimits#bulkBatch} says.
 */
@ApplicationScoped
class BulkDreamChannel {

    private final JobRunner runner;
    private final DreamHandler handler;
    private final DreamGate gate;

    BulkDreamChannel(JobRunner runner, DreamHandler handler, DreamGate gate) {
        this.runner = runner;
        this.handler = handler;
        this.gate = gate;
    }

    @Incoming("dream-bulk")
    @Outgoing("dream-dreams")
    @Blocking("dream-bulk-jobs")
    Record<String, DreamReady> handle(ConsumerRecord<String, byte[]> record) {
        return gate.bulk(record.key(), () -> runner.run(record, handler));
    }
}
