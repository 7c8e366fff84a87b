package io.reverie.train;

import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.ModelReady;
import io.reverie.worker.JobRunner;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** From requests on Kafka to models on Kafka, one at a time. */
@ApplicationScoped
class TrainChannel {

    private final JobRunner runner;
    private final TrainHandler handler;

    TrainChannel(JobRunner runner, TrainHandler handler) {
        this.runner = runner;
        this.handler = handler;
    }

    @Incoming("train-requests")
    @Outgoing("train-models")
    @Blocking("train-jobs")
    Record<String, ModelReady> handle(ConsumerRecord<String, byte[]> record) {
        return runner.run(record, handler);
    }
}
