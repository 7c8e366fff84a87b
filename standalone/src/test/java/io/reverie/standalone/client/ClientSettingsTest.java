package io.reverie.standalone.client;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClientSettingsTest {

    @Test
    void propertiesOfKafkaReachEveryClientButChangeNothingThatReadingAndWritingRelyOn() {
        // Given
        ClientSettings settings = ClientSettings.of(
                "kafka:9093", Map.of("security.protocol", "SSL", "acks", "0", "enable.auto.commit", "true"), null);

        // Then
        assertThat(settings.producer())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("acks", "all")
                .containsEntry("bootstrap.servers", "kafka:9093");
        assertThat(settings.consumer())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("enable.auto.commit", "false");
    }

    @Test
    void aRegistryMeansTheSerdesOfTheWorkersProfile() {
        // When
        ClientSettings settings = ClientSettings.of("kafka:9093", Map.of(), "http://registry:8080");

        // Then
        assertThat(settings.serializer()).isEqualTo("io.apicurio.registry.serde.avro.AvroKafkaSerializer");
        assertThat(settings.deserializer()).isEqualTo("io.apicurio.registry.serde.avro.AvroKafkaDeserializer");
        assertThat(settings.serde())
                .containsEntry("apicurio.registry.url", "http://registry:8080")
                .containsEntry("apicurio.registry.auto-register", "false");
        assertThat(ClientSettings.of("kafka:9093").serde()).isEmpty();
    }

    @Test
    void theProfileNeedsAnAddress() {
        System.setProperty("quarkus.profile", "prod,registry");
        try {
            assertThatThrownBy(() -> ClientSettings.of("kafka:9093"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("reverie.registry.url");
        } finally {
            System.clearProperty("quarkus.profile");
        }
    }
}
