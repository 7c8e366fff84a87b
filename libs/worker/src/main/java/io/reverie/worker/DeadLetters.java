package io.reverie.worker;

import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import org.apache.kafka.common.errors.RetriableException;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * The failure strategy of every channel: a record whose job was refused goes to the connector's dead-letter queue.
 * Where the job was interrupted because the worker stops, or its result could not be published, the record is neither
 * moved nor acknowledged, so that it is delivered again after a restart; a finished job is found done by then. The
 * record of a cancelled job is acknowledged: its end is what was asked for.
 */
final class DeadLetters implements KafkaFailureHandler {

    /** Name of the strategy in the channels' configuration. */
    static final String STRATEGY = "reverie-dead-letters";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private final KafkaFailureHandler queue;

    private DeadLetters(KafkaFailureHandler queue) {
        this.queue = queue;
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
        if (cause(reason, JobCancelledException.class).isPresent()) {
            return Uni.createFrom().completionStage(record.ack());
        }
        Optional<JobRejectedException> rejection = cause(reason, JobRejectedException.class);
        if (rejection.isPresent()) {
            // Without its cause, whose message has no bound and would become a header too.
            return queue.handle(record, rejection.get().withoutCause(), metadata)
                    .onFailure()
                    .recoverWithUni(problem -> notMoved(record, problem));
        }
        if (cause(reason, JobInterruptedException.class).isEmpty()) {
            LOG.errorf(
                    reason,
                    "%s could not be answered; it stays unacknowledged and is delivered again after a restart",
                    name(record));
        }
        return Uni.createFrom().voidItem();
    }

    @Override
    public void terminate() {
        queue.terminate();
    }

    /** A failure that is passed on would close the channel, again after each restart. */
    private static Uni<Void> notMoved(IncomingKafkaRecord<?, ?> record, Throwable problem) {
        if (cause(problem, RetriableException.class).isPresent()) {
            LOG.errorf(
                    problem,
                    "%s could not be moved to the dead-letter topic; it is delivered again after a restart",
                    name(record));
            return Uni.createFrom().voidItem();
        }
        LOG.errorf(problem, "%s is no use as a dead letter either; it is dropped", name(record));
        return Uni.createFrom().completionStage(record.ack());
    }

    private static String name(IncomingKafkaRecord<?, ?> record) {
        return "topic=" + record.getTopic() + " partition=" + record.getPartition() + " offset=" + record.getOffset();
    }

    private static <T extends Throwable> Optional<T> cause(Throwable problem, Class<T> kind) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
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
