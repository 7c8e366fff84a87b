package io.reverie.standalone.client;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

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
}
