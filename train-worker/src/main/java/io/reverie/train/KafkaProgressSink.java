package io.reverie.train;

import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.TrainProgress;
import io.smallrye.reactive.messaging.kafka.Record;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/** Progress on Kafka; events that the broker does not take in time are dropped. */
@ApplicationScoped
class KafkaProgressSink implements ProgressSink {

    private final Emitter<Record<String, TrainProgress>> emitter;

    KafkaProgressSink(
            @Channel("train-progress") @OnOverflow(OnOverflow.Strategy.DROP)
                    Emitter<Record<String, TrainProgress>> emitter) {
        this.emitter = emitter;
    }

    @Override
    public void send(TrainProgress progress) {
        emitter.send(Record.of(progress.getTrainId(), progress));
    }
}
