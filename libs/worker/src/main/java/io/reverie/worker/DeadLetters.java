package io.reverie.worker;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * The failure strategy of every channel: a record whose job was refused goes to the connector's dead-letter queue.
 * Where the job was interrupted because the worker stops, or its result could not be published, the record is neither
 * moved nor acknowledged, so that it is delivered again after a restart; a finished job is found done by then. The
 * record of a cancelled job is acknowledged: its end is what was asked for. No record is acknowledged before the broker
 * has its {@code JobFailed} and its dead letter; the next one need not wait for that.
 */
final class DeadLetters implements KafkaFailureHandler {

    /** Name of the strategy in the channels' configuration. */
    static final String STRATEGY = "reverie-dead-letters";

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    /** Records whose failure and dead letter may be on their way while the next one is looked at. */
    private static final int MOST_ON_THEIR_WAY = 64;

    private final KafkaFailureHandler queue;
    private final SentFailures failures;
    private final AtomicInteger onTheirWay = new AtomicInteger();

    private DeadLetters(KafkaFailureHandler queue, SentFailures failures) {
        this.queue = queue;
        this.failures = failures;
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
        if (cause(reason, JobCancelledException.class).isPresent()) {
            return inTheBackground(told(record).chain(() -> Uni.createFrom().completionStage(record.ack())), record);
        }
        Optional<JobRejectedException> rejection = cause(reason, JobRejectedException.class);
        if (rejection.isPresent()) {
            // Without its cause, whose message has no bound and would become a header too.
            JobRejectedException answer = rejection.get().withoutCause();
            return inTheBackground(
                    told(record).chain(() -> queue.handle(record, answer, metadata)
                            .onFailure()
                            .recoverWithUni(problem -> notMoved(record, problem))),
                    record);
        }
        if (cause(reason, JobInterruptedException.class).isEmpty()) {
            LOG.errorf(
                    reason,
                    "%s could not be answered; it stays unacknowledged and is delivered again after a restart",
                    name(record));
        }
        return Uni.createFrom().voidItem();
    }

    /** When whoever asked is told; in the record's own thread, where the connector expects what follows. */
    private Uni<Void> told(IncomingKafkaRecord<?, ?> record) {
        return Uni.createFrom()
                .completionStage(() -> failures.sent(record.getTopic(), record.getPartition(), record.getOffset()))
                .emitOn(record::runOnMessageContext);
    }

    /**
     * Lets the next record be looked at while the broker takes this one's answers; where many are on their way, the next
     * one waits for this. The record itself is acknowledged when all of it is done.
     */
    private Uni<Void> inTheBackground(Uni<Void> answers, IncomingKafkaRecord<?, ?> record) {
        int others = onTheirWay.getAndIncrement();
        CompletionStage<Void> done = answers.onFailure()
                .invoke(problem -> LOG.errorf(
                        problem, "%s could not be answered; it is delivered again after a restart", name(record)))
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(onTheirWay::decrementAndGet)
                .subscribeAsCompletionStage();
        return others < MOST_ON_THEIR_WAY
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().completionStage(done);
    }

    @Override
    public void terminate() {
        queue.terminate();
    }

    /** A failure that is passed on would close the channel, again after each restart. */
    private static Uni<Void> notMoved(IncomingKafkaRecord<?, ?> record, Throwable problem) {
        if (KafkaProblems.mayPass(problem)) {
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

        private final SentFailures failures;

        Factory(@Identifier(Strategy.DEAD_LETTER_QUEUE) KafkaFailureHandler.Factory queues, SentFailures failures) {
            this.queues = queues;
            this.failures = failures;
        }

        @Override
        public KafkaFailureHandler create(
                KafkaConnectorIncomingConfiguration config,
                Vertx vertx,
                KafkaConsumer<?, ?> consumer,
                BiConsumer<Throwable, Boolean> reportFailure) {
            return new DeadLetters(queues.create(config, vertx, consumer, reportFailure), failures);
        }
    }
}
