package io.reverie.worker;

import java.util.function.BiConsumer;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * The failure strategy of every channel: the connector's dead-letter queue, but for a job that was interrupted because
 * the worker stops. Its record is neither moved nor acknowledged, so that it is delivered again.
 */
final class DeadLetters implements KafkaFailureHandler {

    /** Name of the strategy in the channels' configuration. */
    static final String STRATEGY = "reverie-dead-letters";

    private final KafkaFailureHandler queue;

    private DeadLetters(KafkaFailureHandler queue) {
        this.queue = queue;
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
        if (reason instanceof JobInterruptedException) {
            return Uni.createFrom().voidItem();
        }
        return queue.handle(record, reason, metadata);
    }

    @Override
    public void terminate() {
        queue.terminate();
    }

    /** Makes one for each channel. */
    @ApplicationScoped
    @Identifier(STRATEGY)
    static class Factory implements KafkaFailureHandler.Factory {

        private final KafkaFailureHandler.Factory queues;

        Factory(@Identifier(Strategy.DEAD_LETTER_QUEUE) KafkaFailureHandler.Factory queues) {
            this.queues = queues;
        }

        @Override
        public KafkaFailureHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new DeadLetters(queues.create(config, vertx, consumer, reportFailure));
        }
    }
}
