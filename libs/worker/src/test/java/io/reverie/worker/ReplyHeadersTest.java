package io.reverie.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReplyHeadersTest {

    @Test
    void theTraceOfTheRequestGoesOnWithTheResult() {
        // Given the result of a traced request
        ConsumerRecord<String, String> request = new ConsumerRecord<>("reverie.dream.requests", 1, 17, "key", "value");
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        request.headers().add("traceparent", parent.getBytes());
        request.headers().add("tracestate", new byte[1000]);
        request.headers().add("other", "x".getBytes());

        // When
        Message<?> sent = new ReplyHeaders()
                .beforeMessageSend(Message.of(
                        "result", Metadata.of(new IncomingKafkaRecordMetadata<>(request, "dream-requests"))));

        // Then it is the only header
        assertThat(sent.getMetadata(OutgoingKafkaRecordMetadata.class)
                        .orElseThrow()
                        .getHeaders())
                .singleElement()
                .satisfies(header -> {
                    assertThat(header.key()).isEqualTo("traceparent");
                    assertThat(new String(header.value())).isEqualTo(parent);
                });
    }

    @Test
    void whatIsNoTraceDoesNotGoOn() {
        // Given
        ConsumerRecord<String, String> request = new ConsumerRecord<>("reverie.dream.requests", 1, 17, "key", "value");
        request.headers().add("traceparent", "00-xyz".getBytes());
        request.headers().add("tracestate", "a=1".getBytes());

        // When
        Message<?> sent = new ReplyHeaders()
                .beforeMessageSend(Message.of(
                        "result", Metadata.of(new IncomingKafkaRecordMetadata<>(request, "dream-requests"))));

        // Then
        assertThat(sent.getMetadata(OutgoingKafkaRecordMetadata.class)
                        .orElseThrow()
                        .getHeaders())
                .isEmpty();
    }

    @Test
    void theResultDoesNotGoWhereTheRequestSays() {
        // Given the result of a request that names a topic for it
        ConsumerRecord<String, String> request = new ConsumerRecord<>("reverie.dream.requests", 1, 17, "key", "value");
        request.headers().add("REPLY_TOPIC", "elsewhere".getBytes());
        OutgoingKafkaRecordMetadata<?> other =
                OutgoingKafkaRecordMetadata.builder().withTopic("own").build();
        AtomicInteger acknowledged = new AtomicInteger();
        Message<String> result = Message.of(
                        "result", Metadata.of(new IncomingKafkaRecordMetadata<>(request, "dream-requests"), other))
                .withAck(() -> CompletableFuture.completedFuture(null).thenAccept(x -> acknowledged.incrementAndGet()));

        // When it is about to be sent
        Message<?> sent = new ReplyHeaders().beforeMessageSend(result);

        // Then the connector sees nothing of the request, and its acknowledgement stays
        assertThat(sent.getMetadata(IncomingKafkaRecordMetadata.class)).isEmpty();
        assertThat(sent.getMetadata(OutgoingKafkaRecordMetadata.class)).contains(other);
        assertThat(sent.getPayload()).isEqualTo("result");
        sent.ack().toCompletableFuture().join();
        assertThat(acknowledged).hasValue(1);
    }
}
