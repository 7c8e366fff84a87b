package io.reverie.worker;

import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(10)
class PatientSerializationTest {

    private static final byte[] BYTES = {1, 2, 3};

    private final PatientSerialization patient =
            new PatientSerialization(new BackOff(Duration.ofMillis(1), Duration.ofMillis(2)));

    @Test
    void waitsForTheRegistryAndForTheSchema() {
        // Given a registry that is away, then lacks the schema
        AtomicInteger attempts = new AtomicInteger();
        Uni<byte[]> serialization = Uni.createFrom().item(() -> switch (attempts.incrementAndGet()) {
            case 1 -> throw new RuntimeException(new ConnectException("refused"));
            case 2 -> throw new RuntimeException("Could not resolve artifact reference by content");
            case 3 -> throw new SerializationException("no schema", new ConnectException("refused"));
            default -> BYTES;
        });

        // Then
        assertThat(serialize(serialization)).isEqualTo(BYTES);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void doesNotWaitForAnEventThatCannotBeWritten() {
        Uni<byte[]> serialization = Uni.createFrom().failure(new SerializationException("Cannot encode"));
        assertThatThrownBy(() -> serialize(serialization))
                .isInstanceOf(SerializationException.class)
                .hasMessage("Cannot encode");
    }

    @Test
    void givesUpWhereTheWorkerStops() {
        // Given
        Uni<byte[]> serialization = Uni.createFrom().failure(() -> new IllegalStateException("away"));
        CompletableFuture<byte[]> waiting = CompletableFuture.supplyAsync(() -> serialize(serialization));

        // When
        patient.onShutdown(null);

        // Then
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(JobInterruptedException.class);
    }

    private byte[] serialize(Uni<byte[]> serialization) {
        return patient.decorateSerialization(serialization, "topic", false, "serializer", "event", null);
    }
}
