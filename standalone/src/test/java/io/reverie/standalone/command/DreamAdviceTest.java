package io.reverie.standalone.command;

import java.util.List;
import java.util.Map;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.Objective;
import io.reverie.schemas.Preset;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.Update;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DreamAdviceTest {

    @Test
    void namesTheModelsThatDoNotHearTheTarget() {
        assertThat(DreamAdvice.of(request().build(), scored(4, 0)))
                .startsWith("deaf does not hear jazz in it; more --iterations or --preset strong");
    }

    @Test
    void saysWhatHeldTheDream() {
        assertThat(DreamAdvice.of(request().build(), scored(9.99, 0)))
                .contains("the largest distance of 10.0 dB holds it back: a larger --max-distance or --preset strong");
        assertThat(DreamAdvice.of(request().setMaxDistanceDb(3.0).build(), scored(3, 0)))
                .endsWith("a larger --max-distance goes further");
        assertThat(DreamAdvice.of(
                        request().setUpdate(Update.ADDITIVE).setEnergyCapDb(2).build(), scored(4, 2)))
                .contains("--energy-cap");
        assertThat(DreamAdvice.of(request().setStopAt(0.5).build(), scored(4, 0)))
                .contains("--stop-at");
        assertThat(DreamAdvice.of(request().setPreset(Preset.STRONG).build(), scored(4, 0)))
                .endsWith("more --iterations or a longer --step go further");
    }

    @Test
    void aSweepHasNoBound() {
        assertThat(DreamAdvice.of(
                        request().setInput(SweepSource.newBuilder().build()).build(), scored(30, 0)))
                .doesNotContain("distance");
    }

    private static DreamRequest.Builder request() {
        return DreamRequest.newBuilder()
                .setDreamId("d")
                .setInput(new AudioSource("inputs/a.wav"))
                .setModels(List.of("deaf", "hearing"))
                .setObjective(Objective.newBuilder().setTarget("jazz").build());
    }

    private static DreamScored scored(double distance, double energyChange) {
        return DreamScored.newBuilder()
                .setDreamId("d")
                .setTarget("jazz")
                .setSuccess(false)
                .setLogSpectralDistanceDb(distance)
                .setEnergyChangeDb(energyChange)
                .setRecording(artifact("recordings/d.wav"))
                .setScores(List.of(
                        score("deaf", false, "rock"), score("hearing", false, "jazz"), score("judge", true, "rock")))
                .build();
    }

    private static ModelScore score(String model, boolean judge, String after) {
        return ModelScore.newBuilder()
                .setModel(new ModelReference(model, artifact("models/" + model)))
                .setJudge(judge)
                .setHeardBefore("rock")
                .setHeardAfter(after)
                .setBefore(Map.of("rock", 1.0))
                .setAfter(Map.of(after, 1.0))
                .build();
    }

    private static Artifact artifact(String key) {
        return new Artifact(key, "application/octet-stream", 1L, "0");
    }
}
