package io.reverie.dream;

import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.DreamScored;
import io.reverie.worker.JobRunner;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** From finished recordings on Kafka to scores on Kafka, one at a time, beside the dreams. */
@ApplicationScoped
class ScoreChannel {

    private final JobRunner runner;
    private final ScoreHandler handler;

    ScoreChannel(JobRunner runner, ScoreHandler handler) {
        this.runner = runner;
        this.handler = handler;
    }

    @Incoming("score-recordings")
    @Outgoing("score-scores")
    @Blocking("score-jobs")
    Record<String, DreamScored> handle(ConsumerRecord<String, byte[]> record) {
        return runner.run(record, handler);
    }
}
