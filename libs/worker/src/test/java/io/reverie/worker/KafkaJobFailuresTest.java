package io.reverie.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.reverie.schemas.JobFailed;
import io.smallrye.reactive.messaging.kafka.Record;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaJobFailuresTest {

    private static final JobFailed FAILURE = JobFailed.newBuilder()
            .setJobId("dream-1")
            .setCode(FailureCodes.INVALID_VALUE)
            .setMessage("step is 3")
            .setTopic("reverie.dream.requests")
            .setPartition(1)
            .setOffset(17L)
            .build();

    @Test
    void aBrokerThatIsAwayIsToldToWhoeverAcknowledgesTheRequest() {
        KafkaJobFailures failures = new KafkaJobFailures(new FailingEmitter(new TimeoutException("no broker")));
        failures.send(FAILURE, new RecordHeaders());
        assertThat(failures.sent("reverie.dream.requests", 1, 17)).isCompletedExceptionally();
    }

    @Test
    void aTopicThatNobodyMayWriteYetIsToldToo() {
        KafkaJobFailures failures =
                new KafkaJobFailures(new FailingEmitter(new TopicAuthorizationException("reverie.failures")));
        failures.send(FAILURE, new RecordHeaders());
        assertThat(failures.sent("reverie.dream.requests", 1, 17)).isCompletedExceptionally();
    }

    @Test
    void aRequestWithoutFailureHasNothingToWaitFor() {
        KafkaJobFailures failures = new KafkaJobFailures(new FailingEmitter(new TimeoutException("no broker")));
        failures.send(FAILURE, new RecordHeaders());
        assertThat(failures.sent("reverie.dream.requests", 1, 18)).isCompleted();
    }

    @ParameterizedTest
    @ValueSource(classes = {RecordTooLargeException.class, SerializationException.class})
    void whatCanNeverBeSentHoldsNothingUp(Class<? extends Exception> kind) throws ReflectiveOperationException {
        KafkaJobFailures failures = new KafkaJobFailures(
                new FailingEmitter(kind.getDeclaredConstructor().newInstance()));
        failures.send(FAILURE, new RecordHeaders());
        assertThat(failures.sent("reverie.dream.requests", 1, 17)).isCompleted();
    }

    private record FailingEmitter(Exception problem) implements Emitter<Record<String, JobFailed>> {

        @Override
        public CompletionStage<Void> send(Record<String, JobFailed> record) {
            return CompletableFuture.failedFuture(problem);
        }

        @Override
        public <M extends Message<? extends Record<String, JobFailed>>> void send(M message) {
            message.nack(problem);
        }

        @Override
        public void complete() {}

        @Override
        public void error(Exception e) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasRequests() {
            return true;
        }
    }
}
