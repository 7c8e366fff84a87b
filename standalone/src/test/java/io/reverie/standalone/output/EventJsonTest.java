package io.reverie.standalone.output;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.RecordingReady;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventJsonTest {

    private static final Artifact WAV = new Artifact("recordings/a/dream.wav", "audio/wav", 5L, "00");
    private static final Artifact PICTURE = new Artifact("recordings/a/before.png", "image/png", 6L, "11");

    private final EventJson json = new EventJson(
            artifact -> artifact.equals(WAV) ? Optional.of(Path.of("/store", artifact.getKey())) : Optional.empty());

    @Test
    void eventComesFirstAndLocalArtifactsHaveTheirPath() throws IOException {
        // Given
        RecordingReady event = RecordingReady.newBuilder()
                .setCreatedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
                .setDreamId("d")
                .setWav(WAV)
                .setSampleRate(22050)
                .setSeconds(1.5)
                .setPictures(List.of(PICTURE))
                .setPhaseMethod("known")
                .setIterations(0)
                .setSpectralConvergenceDb(Double.NEGATIVE_INFINITY)
                .setPeak(0.5)
                .setGain(1.0)
                .setDream(PICTURE)
                .build();

        // When
        String line = json.line(event);
        JsonNode read = new ObjectMapper().readTree(line);

        // Then
        assertThat(line).startsWith("{\"event\":\"RecordingReady\",").doesNotContain("\n");
        assertThat(read.get("dreamId").asText()).isEqualTo("d");
        assertThat(read.get("createdAt").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(read.at("/wav/path").asText()).isEqualTo("/store/recordings/a/dream.wav");
        assertThat(read.at("/pictures/0").has("path")).isFalse();
        assertThat(read.get("sampleRate").isInt()).isTrue();
        assertThat(read.get("seconds").asDouble()).isEqualTo(1.5);
        assertThat(read.get("spectralConvergenceDb").isNull()).isTrue();
        assertThat(read.get("requester").isNull()).isTrue();
    }

    @Test
    void mapsAreObjects() {
        DreamProgress event =
                new DreamProgress("", Instant.EPOCH, null, null, "d", 1, 2, 0.5, Map.of("jazz", 0.25), 0.0);

        assertThat(json.node(event).at("/activations/jazz").asDouble()).isEqualTo(0.25);
    }
}
