package io.reverie.worker;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.OutgoingInterceptor;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Keeps whoever sends a request from choosing where its result goes: the connector would send it to the topic and
 * partition that the request's headers REPLY_TOPIC and REPLY_PARTITION name. Of all headers only the {@link TraceContext} goes
 * on.
 */
@ApplicationScoped
class ReplyHeaders implements OutgoingInterceptor {

    @Override
    public Message<?> beforeMessageSend(Message<?> message) {
        Metadata metadata = message.getMetadata();
        Metadata kept = metadata.without(IncomingKafkaRecordMetadata.class);
        if (metadata.get(OutgoingKafkaRecordMetadata.class).isPresent()) {
            return message.withMetadata(kept);
        }
        return message.withMetadata(metadata.get(IncomingKafkaRecordMetadata.class)
                .map(request -> kept.with(OutgoingKafkaRecordMetadata.builder()
                        .withHeaders(TraceContext.of(request.getHeaders()))
                        .build()))
                .orElse(kept));
    }

    @Override
    public void onMessageAck(Message<?> message) {
        // Nothing to do: the request is acknowledged by the message itself.
    }

    @Override
    public void onMessageNack(Message<?> message, Throwable failure) {
        // Nothing to do: DeadLetters decides what becomes of the request.
    }
}
