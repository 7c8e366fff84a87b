package io.reverie.worker;

import java.io.IOException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;

import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.SingleObjectAvroDeserializer;
import io.reverie.schemas.SingleObjectAvroSerializer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventCodecTest {

    private static final String SERIALIZER = SingleObjectAvroSerializer.class.getName();

    @Test
    void usesTheConfiguredClasses() throws IOException {
        EventCodec codec = new EventCodec(SERIALIZER, SingleObjectAvroDeserializer.class.getName(), Map.of());
        DreamRequest request = Requests.dream("dream-1");
        assertThat(codec.decode("topic", codec.encode("topic", request), DreamRequest.class))
                .isEqualTo(request);
    }

    /** Keeps what it was configured with, as a registry's deserializer does. */
    public static final class Configured implements Deserializer<SpecificRecord> {

        private final Map<String, Object> settings = new HashMap<>();

        @Override
        public void configure(Map<String, ?> configs, boolean isKey) {
            settings.putAll(configs);
        }

        @Override
        public SpecificRecord deserialize(String topic, byte[] data) {
            return Requests.dream(settings.get("apicurio.registry.url").toString());
        }
    }

    @Test
    void passesTheKafkaPropertiesOn() throws IOException {
        EventCodec codec = new EventCodec(
                SERIALIZER, Configured.class.getName(), Map.of("apicurio.registry.url", "https://registry"));
        assertThat(codec.decode("topic", new byte[1], DreamRequest.class).getDreamId())
                .isEqualTo("https://registry");
    }

    @Test
    void aRegistryThatCannotBeReachedMaySucceedLater() {
        EventCodec codec = new EventCodec(new SingleObjectAvroSerializer(), (topic, data) -> {
            throw new SerializationException("no schema", new IllegalStateException(new ConnectException("refused")));
        });
        assertThatThrownBy(() -> codec.decode("topic", new byte[1], DreamRequest.class))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("topic");
    }

    @Test
    void saysWhichKeyNamesNoSerde() {
        assertThatThrownBy(() -> new EventCodec("org.example.Nothing", Configured.class.getName(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reverie.serializer is org.example.Nothing");
        assertThatThrownBy(() -> new EventCodec(SERIALIZER, String.class.getName(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reverie.deserializer is java.lang.String");
    }
}
