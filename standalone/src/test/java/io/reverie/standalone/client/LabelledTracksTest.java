package io.reverie.standalone.client;

import java.util.List;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.standalone.client.EventReader.KeyedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelledTracksTest {

    @Test
    void theLastRecordOfATrackHolds() {
        // Given
        List<KeyedEvent> records = List.of(
                record("a", track("music", "jazz")),
                record("a", track("music", "rock")),
                record("b", track("music", "jazz")),
                record("b", null),
                record("c", track("music", "jazz")),
                record("c", track("music", null)),
                record("d", track("music", " ")),
                record("e", track("other", "jazz")),
                record("f", track("music", "jazz")));

        // When, then
        assertThat(LabelledTracks.count(records, "music")).isEqualTo(2);
        assertThat(LabelledTracks.count(records, "nothing")).isZero();
    }

    private static KeyedEvent record(String key, SpectrogramReady track) {
        return new KeyedEvent("reverie.spectrograms", key, track);
    }

    private static SpectrogramReady track(String dataset, String label) {
        Artifact artifact = new Artifact("a", "application/x-npy", 1L, "ab".repeat(32));
        return SpectrogramReady.newBuilder()
                .setTrackKey("t")
                .setDataset(dataset)
                .setLabel(label)
                .setAnalysis(Analysis.newBuilder().build())
                .setSpectrogram(new ArrayArtifact(artifact, "<f4", List.of(128L, 500L), List.of("bands", "frames")))
                .setMeanPower(1)
                .setAudio(artifact)
                .setSeconds(5)
                .setSource(new AudioSource("inputs/a.wav"))
                .build();
    }
}
