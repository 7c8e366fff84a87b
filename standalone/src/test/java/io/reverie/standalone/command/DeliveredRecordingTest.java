package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.RecordingReady;
import io.reverie.standalone.output.EventJson;
import io.reverie.worker.FolderStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DeliveredRecordingTest {

    @TempDir
    Path folder;

    @Test
    void everyPictureLiesBesideTheRecordingAndIsNamedInTheJson() throws IOException {
        // Given
        FolderStore store = new FolderStore(folder.resolve("store"));
        RecordingReady recording = RecordingReady.newBuilder()
                .setDreamId("d1")
                .setWav(stored(store, "recording.wav", "audio/wav"))
                .setSampleRate(22_050)
                .setSeconds(10)
                .setPictures(List.of(
                        stored(store, "comparison.png", "image/png"), stored(store, "activations.png", "image/png")))
                .setAnimation(stored(store, "dream.gif", "image/gif"))
                .setPhaseMethod("known")
                .setIterations(0)
                .setSpectralConvergenceDb(-20)
                .setPeak(0.5)
                .setGain(1)
                .setDream(stored(store, "dream.avro", "avro/binary"))
                .build();
        Path out = folder.resolve("out");

        // When
        DeliveredRecording delivered = DeliveredRecording.copy(recording, store, out);

        // Then
        assertThat(delivered.wav()).hasContent("recording.wav");
        assertThat(delivered.pictures())
                .containsExactly(out.resolve("d1-comparison.png"), out.resolve("d1-activations.png"));
        assertThat(delivered.pictures().get(1)).hasContent("activations.png");
        assertThat(delivered.animation()).contains(out.resolve("d1-dream.gif"));
        JsonNode json = new ObjectMapper().readTree(delivered.json(new EventJson(artifact -> Optional.empty())));
        assertThat(json.at("/pictures/1/path").asText()).endsWith("out/d1-activations.png");
        assertThat(json.at("/animation/path").asText()).endsWith("out/d1-dream.gif");
    }

    private static Artifact stored(FolderStore store, String name, String type) throws IOException {
        return store.put("recordings/ab/" + name, type, out -> out.write(name.getBytes()));
    }
}
