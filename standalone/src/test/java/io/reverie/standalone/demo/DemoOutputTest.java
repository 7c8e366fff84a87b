package io.reverie.standalone.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.RecordingReady;
import io.reverie.standalone.command.DeliveredRecording;
import io.reverie.standalone.output.Console;
import io.reverie.worker.FolderStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoOutputTest {
    private static final DemoPlan PLAN = new DemoPlan(Genre.CHORALE, Genre.TECHNO, 0);
    private static final Artifact WAV = new Artifact("recordings/ab/dream.wav", "audio/wav", 44L, "00");
    private static final Artifact PICTURE = new Artifact("recordings/ab/dream.png", "image/png", 8L, "00");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Console console = new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);

    @Test
    void theStorySaysWhatWasHeardBeforeAndAfter() {
        // When a dream came out well
        DemoStory story = new DemoStory(console);
        story.dream("a chorale", delivered(), scored(true), 4.2);
        story.finished(PLAN, List.of(), new Stopwatch());

        // Then the most probable genre comes first, and the files are named
        assertThat(text(out))
                .contains("a chorale, towards techno  [4.2 s]")
                .containsSubsequence("before", "chorale 0.90, techno 0.10", "after", "techno 0.80, chorale 0.20")
                .contains("7.5 dB", "dream.wav", "dream-before-after.png", "the network hears techno");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void theStorySaysWhichDreamFailed() {
        DemoStory story = new DemoStory(console);
        story.finished(PLAN, List.of(scored(false)), new Stopwatch());

        assertThat(text(out)).isEmpty();
        assertThat(text(err))
                .contains("dream-1", "chorale (0.70)", "not techno")
                .hasLineCount(1);
    }

    @Test
    void eventsAreOneObjectALineAndNameTheCopies(@TempDir Path folder) throws IOException {
        // When a demo ends as JSON
        DemoEvents events = new DemoEvents(console, new FolderStore(folder));
        Stopwatch stopwatch = new Stopwatch();
        stopwatch.lap("music");
        events.dream("a chorale", delivered(), scored(true), 4.2);
        events.finished(PLAN, List.of(), stopwatch);

        // Then there are three objects, the recording's paths are those of the copies
        List<JsonNode> lines = text(out).lines().map(DemoOutputTest::parse).toList();
        assertThat(lines)
                .extracting(line -> line.get("event").asText())
                .containsExactly("RecordingReady", "DreamScored", "DemoFinished");
        assertThat(lines.get(0).at("/wav/path").asText()).endsWith("out/dream.wav");
        assertThat(lines.get(0).at("/pictures/0/path").asText()).endsWith("out/dream-before-after.png");
        assertThat(lines.get(1).at("/recording/path").asText()).endsWith("out/dream.wav");
        assertThat(lines.get(2).get("success").asBoolean()).isTrue();
        assertThat(lines.get(2).at("/secondsByStage/music").isNumber()).isTrue();
    }

    private static DeliveredRecording delivered() {
        RecordingReady recording = RecordingReady.newBuilder()
                .setDreamId("dream-1")
                .setWav(WAV)
                .setSampleRate(22_050)
                .setSeconds(10)
                .setPictures(List.of(PICTURE))
                .setPhaseMethod("known")
                .setIterations(0)
                .setSpectralConvergenceDb(-20)
                .setPeak(0.5)
                .setGain(1)
                .setDream(new Artifact("dreams/ab/manifest.avro", "avro/binary", 1L, "00"))
                .build();
        return new DeliveredRecording(
                recording,
                Path.of("out", "dream.wav"),
                List.of(Path.of("out", "dream-before-after.png")),
                java.util.Optional.empty());
    }

    private static DreamScored scored(boolean success) {
        ModelScore score = ModelScore.newBuilder()
                .setModel(ModelReference.newBuilder()
                        .setName("demo")
                        .setArtifact(new Artifact("models/ab/model.zip", "application/zip", 1L, "00"))
                        .build())
                .setJudge(false)
                .setHeardBefore("chorale")
                .setHeardAfter(success ? "techno" : "chorale")
                .setBefore(Map.of("chorale", 0.9, "techno", 0.1))
                .setAfter(success ? Map.of("chorale", 0.2, "techno", 0.8) : Map.of("chorale", 0.7, "techno", 0.3))
                .build();
        return DreamScored.newBuilder()
                .setDreamId("dream-1")
                .setTarget("techno")
                .setSuccess(success)
                .setScores(List.of(score))
                .setLogSpectralDistanceDb(7.5)
                .setEnergyChangeDb(0.1)
                .setRecording(WAV)
                .build();
    }

    private static JsonNode parse(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
