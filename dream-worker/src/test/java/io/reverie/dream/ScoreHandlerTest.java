package io.reverie.dream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.reverie.audio.PadMode;
import io.reverie.audio.StftParameters;
import io.reverie.audio.file.WavFile;
import io.reverie.network.Classifier;
import io.reverie.network.Model;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.Features;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.Preset;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.Regularisers;
import io.reverie.worker.EventArtifacts;
import io.reverie.worker.Job;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScoreHandlerTest {

    private static final String AUDIO = "inputs/noise.wav";

    @TempDir
    private Path folder;

    private DreamFixture fixture;

    @BeforeEach
    void makeStore() throws IOException {
        fixture = new DreamFixture(folder);
        fixture.addModel("small", 1);
        fixture.addModel("judge", 2);
        fixture.addAudio(AUDIO, 3);
    }

    @Test
    void scoresTheWrittenRecordingByEachModelAndJudge() throws IOException {
        // Given
        DreamReady dream = fixture.dream(DreamFixture.request(AUDIO)
                .setPreset(Preset.STRONG)
                // A network that was never trained hears something else in what is rolled, shifted and masked.
                .setRegularisers(Regularisers.newBuilder()
                        .setTimeRollFrames(0)
                        .setMelShiftBands(0)
                        .setMasks(0)
                        .build())
                .setJudges(List.of("judge"))
                .build());
        RecordingReady recording = fixture.reconstruct(dream);

        // When
        DreamScored scored = fixture.scores.execute(recording, job(recording));

        // Then
        assertThat(scored.getTarget()).isEqualTo("wild");
        assertThat(scored.getScores()).extracting(ModelScore::getJudge).containsExactly(false, true);
        ModelScore score = scored.getScores().get(0);
        assertThat(score.getModel()).isEqualTo(dream.getModels().get(0));
        assertThat(score.getBefore()).containsOnlyKeys(DreamFixture.LABELS);
        assertThat(score.getAfter().values().stream()
                        .mapToDouble(value -> value)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(score.getAfter().get("wild")).isGreaterThan(score.getBefore().get("wild"));
        assertThat(scored.getSuccess()).isEqualTo(score.getHeardAfter().equals("wild"));
        assertThat(scored.getLogSpectralDistanceDb()).isBetween(1.0, 40.0);
        assertThat(scored.getRecording()).isEqualTo(recording.getWav());
        assertThat(fixture.scores.key(scored)).isEqualTo("dream");
    }

    @ParameterizedTest
    @EnumSource(Features.class)
    void aJudgeMayHearAnyFeatures(Features features) throws IOException {
        // Given a judge with an analysis of its own
        ModelReady other =
                fixture.addModel("other", 3, new StftParameters(6000, 128, 128, 64, true, PadMode.REFLECT), features);
        DreamReady dream = fixture.dream(DreamFixture.request(AUDIO)
                .setIterations(1)
                .setJudges(List.of("other"))
                .build());
        RecordingReady recording = fixture.reconstruct(dream);

        // When
        DreamScored scored = fixture.scores.execute(recording, job(recording));

        // Then it hears what its classifier hears in the WAV
        ModelScore score = scored.getScores().get(1);
        assertThat(score.getModel().getName()).isEqualTo("other");
        float[] heard = fixture.audio.samples(recording.getWav(), 6000, "wav");
        try (InputStream in = fixture.store.open(other.getModel().getKey());
                Classifier classifier = new Classifier(Model.read(in), new Nd4jPlanCompiler())) {
            double[] probabilities = classifier.probabilities(heard);
            for (int label = 0; label < probabilities.length; label++) {
                assertThat(score.getAfter().get(DreamFixture.LABELS.get(label))).isEqualTo(probabilities[label]);
            }
        }
    }

    @Test
    void hearsNoChangeWhereThereIsNone() throws IOException {
        // Given a recording that is the input at half the level, and says so
        DreamReady dream =
                fixture.dream(DreamFixture.request(AUDIO).setIterations(1).build());
        float[] half = fixture.audio.samples(dream.getAudio(), 8000, "audio");
        for (int i = 0; i < half.length; i++) {
            half[i] /= 2;
        }
        Artifact wav = fixture.store.put("recordings/half.wav", "audio/wav", out -> WavFile.write16(out, half, 8000));
        RecordingReady recording = RecordingReady.newBuilder(fixture.reconstruct(dream))
                .setWav(wav)
                .setGain(0.5)
                .build();

        // When
        DreamScored scored = fixture.scores.execute(recording, job(recording));

        // Then but for rounding to 16 bits
        assertThat(scored.getEnergyChangeDb()).isCloseTo(0, within(0.01));
        assertThat(scored.getLogSpectralDistanceDb()).isLessThan(0.2);
        ModelScore score = scored.getScores().get(0);
        score.getBefore().forEach((label, before) -> assertThat(score.getAfter().get(label))
                .isCloseTo(before, within(0.01)));
    }

    @Test
    void scoresRandomGainsAtTheSameDistanceWhereAControlIsAskedFor() throws IOException {
        // Given
        DreamReady dream = fixture.dream(DreamFixture.request(AUDIO)
                .setIterations(20)
                .setJudges(List.of("judge"))
                .setControl(true)
                .build());
        RecordingReady recording = fixture.reconstruct(dream);

        // When
        DreamScored scored = fixture.scores.execute(recording, job(recording));

        // Then
        assertThat(scored.getControl().getLogSpectralDistanceDb())
                .isCloseTo(scored.getLogSpectralDistanceDb(), within(0.05));
        assertThat(scored.getControl().getScores())
                .extracting(ModelScore::getJudge)
                .containsExactly(false, true);
        for (int i = 0; i < 2; i++) {
            ModelScore control = scored.getControl().getScores().get(i);
            assertThat(control.getBefore()).isEqualTo(scored.getScores().get(i).getBefore());
            assertThat(control.getAfter())
                    .isNotEqualTo(scored.getScores().get(i).getAfter());
        }
        assertThat(fixture.scores.execute(recording, job(recording)).getControl())
                .isEqualTo(scored.getControl());
    }

    @Test
    void pinsTheRecordingAndRefusesAnother() throws IOException {
        // Given
        DreamReady dream =
                fixture.dream(DreamFixture.request(AUDIO).setIterations(1).build());
        RecordingReady recording = fixture.reconstruct(dream);
        Job job = job(recording);

        // When the file is replaced
        fixture.addAudio(recording.getWav().getKey(), 3.5);

        // Then
        assertThat(job.input("wav")).isEqualTo(recording.getWav().getSha256());
        assertThatThrownBy(() -> fixture.scores.execute(recording, job))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code", "field")
                .containsExactly("unknown-artifact", "wav.key");
    }

    @Test
    void refusesARecordingWithoutItsDream() throws IOException {
        // Given
        DreamReady dream =
                fixture.dream(DreamFixture.request(AUDIO).setIterations(1).build());
        RecordingReady recording = fixture.reconstruct(dream);
        RecordingReady lost = RecordingReady.newBuilder(recording)
                .setDream(new Artifact("dreams/lost.avro", "application/octet-stream", 1L, "0".repeat(64)))
                .build();
        RecordingReady audioInstead = RecordingReady.newBuilder(recording)
                .setDream(recording.getWav())
                .build();

        // Then
        assertThatThrownBy(() -> fixture.scores.execute(lost, job(lost)))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code", "field")
                .containsExactly("unknown-artifact", "dream.key");
        assertThatThrownBy(() -> fixture.scores.execute(audioInstead, job(audioInstead)))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("is not a DreamReady");
    }

    @Test
    void refusesAnotherDreamUnderTheSameKey() throws IOException {
        // Given
        DreamReady dream =
                fixture.dream(DreamFixture.request(AUDIO).setIterations(1).build());
        RecordingReady recording = fixture.reconstruct(dream);
        Job job = job(recording);

        // When the dream's event is replaced
        EventArtifacts.write(
                fixture.store,
                recording.getDream().getKey(),
                DreamReady.newBuilder(dream).setJudges(dream.getModels()).build());

        // Then
        assertThatThrownBy(() -> fixture.scores.execute(recording, job))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code", "field")
                .containsExactly("unknown-artifact", "dream.key");
    }

    @Test
    void refusesADreamThroughNoModelAndAGainThatIsNone() throws IOException {
        // Given
        DreamReady dream =
                fixture.dream(DreamFixture.request(AUDIO).setIterations(1).build());
        RecordingReady recording = fixture.reconstruct(dream);
        RecordingReady withoutModel = fixture.reconstruct(
                DreamReady.newBuilder(dream).setModels(List.of()).build());

        // Then
        assertThatThrownBy(() -> fixture.scores.execute(withoutModel, job(withoutModel)))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code", "field")
                .containsExactly("invalid-value", "dream.models");
        for (double gain : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            recording.setGain(gain);
            assertThatThrownBy(() -> fixture.scores.inputs(recording))
                    .isInstanceOf(JobRejectedException.class)
                    .extracting("code", "field")
                    .containsExactly("invalid-value", "gain");
        }
    }

    @Test
    void takesTheRecordingOfTheSameDreamMadeOnceMoreForTheSameJob() throws IOException {
        // Given
        DreamReady dream =
                fixture.dream(DreamFixture.request(AUDIO).setIterations(1).build());
        RecordingReady recording = fixture.reconstruct(dream);
        RecordingReady again = RecordingReady.newBuilder(fixture.reconstruct(DreamReady.newBuilder(dream)
                        .setSecondsByStage(Map.of("dream", 9.5))
                        .build()))
                .setSpectralConvergenceDb(-120)
                .build();
        RecordingReady other =
                RecordingReady.newBuilder(recording).setWav(dream.getAudio()).build();

        // Then
        assertThat(again.getDream()).isNotEqualTo(recording.getDream());
        assertThat(fixture.scores.identity(again)).isEqualTo(fixture.scores.identity(recording));
        assertThat(fixture.scores.identity(other)).isNotEqualTo(fixture.scores.identity(recording));
        assertThatThrownBy(() -> fixture.scores.jobId(
                        RecordingReady.newBuilder(recording).setDreamId("../d").build()))
                .isInstanceOf(JobRejectedException.class);
    }

    private Job job(RecordingReady recording) {
        return new Job("scores", recording.getDreamId(), "1".repeat(64), fixture.scores.inputs(recording));
    }
}
