package io.reverie.worker;

import java.io.IOException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.SerializationFailureHandler;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/**
 * Lets what a channel sends wait for a schema registry that does not answer, or does not have the schema yet, as it
 * waits for a broker that is away: a finished job would otherwise be given up. Only the channel's own sender waits.
 */
@ApplicationScoped
@Identifier(PatientSerialization.NAME)
class PatientSerialization implements SerializationFailureHandler<Object> {

    /** Name in the channels' configuration. */
    static final String NAME = "reverie-patient";

    private final BackOff backOff;

    @Inject
    PatientSerialization(RetryConfig retry) {
        this(new BackOff(retry.firstDelay(), retry.longestDelay()));
    }

    PatientSerialization(BackOff backOff) {
        this.backOff = backOff;
    }

    @Override
    public byte[] decorateSerialization(
            Uni<byte[]> serialization, String topic, boolean isKey, String serializer, Object data, Headers headers) {
        return backOff.retry(() -> "topic=" + topic, () -> {}, () -> serialize(serialization, topic));
    }

    private static byte[] serialize(Uni<byte[]> serialization, String topic) throws IOException {
        try {
            return serialization.await().indefinitely();
        } catch (RuntimeException e) {
            if (e instanceof SerializationException && !RegistryProblems.mayPass(e)) {
                // The event itself cannot be written.
                throw e;
            }
            throw new IOException(
                    "No schema for what goes to " + topic + "; `reverie schemas register` brings it to the registry",
                    e);
        }
    }

    void onShutdown(@Observes ShutdownEvent event) {
        backOff.stop();
    }
}
