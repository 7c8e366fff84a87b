package io.reverie.train;

import java.util.List;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DatasetRulesTest {

    private static final Analysis MEL = Analyses.of(StftParameters.defaults(), MelParameters.defaults());

    @Test
    void selectsTheLabelledTracksOfTheDataset() {
        // Given
        List<SpectrogramReady> log = List.of(
                Events.track("b", "music", "rock", MEL),
                Events.track("a", "music", "jazz", MEL),
                Events.track("c", "music", null, MEL),
                Events.track("d", "music", " ", MEL),
                Events.track("e", "other", "jazz", MEL),
                Events.track("f", null, "jazz", MEL));

        // When
        PinnedDataset selected = DatasetRules.select(log, "music");

        // Then
        assertThat(selected.tracks()).extracting(Track::key).containsExactly("a", "b");
        assertThat(selected.labels()).containsExactly("jazz", "rock");
        assertThat(selected.analysis()).isEqualTo(MEL);
    }

    @Test
    void namesTheCommandThatFillsAnEmptyDataset() {
        // Given
        List<SpectrogramReady> log =
                List.of(Events.track("c", "music", null, MEL), Events.track("e", "other", "jazz", MEL));

        // When
        JobRejectedException rejection = reject(log);

        // Then
        assertThat(rejection.code()).isEqualTo("empty-dataset");
        assertThat(rejection)
                .hasMessageContaining("reverie ingest PATH --dataset music")
                .hasMessageContaining("1 without label");
        assertThat(rejection.allowed()).contains("other");
    }

    @Test
    void refusesOneLabelOnly() {
        // Given
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", MEL), Events.track("b", "music", "jazz", MEL));

        // When
        JobRejectedException rejection = reject(log);

        // Then
        assertThat(rejection.code()).isEqualTo("invalid-value");
        assertThat(rejection).hasMessageContaining("'jazz'");
        assertThat(rejection.allowed()).contains("at least 2 labels");
    }

    @Test
    void refusesStftsAndNamesTheCommandThatFits() {
        // Given
        Analysis stft = Analyses.of(StftParameters.defaults());
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", MEL), Events.track("b", "music", "rock", stft));

        // When
        JobRejectedException rejection = reject(log);

        // Then
        assertThat(rejection).hasMessageContaining("'b'").hasMessageContaining("STFT");
        assertThat(rejection.allowed()).contains("reverie ingest PATH").contains("--analysis mel");
    }

    @Test
    void refusesMixedAnalyses() {
        // Given
        Analysis longHop = Analysis.newBuilder(MEL).setHop(512).build();
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", MEL), Events.track("b", "music", "rock", longHop));

        // When
        JobRejectedException rejection = reject(log);

        // Then
        assertThat(rejection).hasMessageContaining("'a' and 'b'");
        assertThat(rejection.allowed()).contains("--analysis mel");
    }

    @Test
    void refusesMelMagnitudes() {
        // Given
        Analysis magnitude = Analysis.newBuilder(MEL).setPower(1).build();
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", magnitude), Events.track("b", "music", "rock", magnitude));

        // When
        JobRejectedException rejection = reject(log);

        // Then
        assertThat(rejection).hasMessageContaining("power 1.0");
    }

    @Test
    void refusesATrackWhoseShapeContradictsItsAnalysis() {
        // Given
        SpectrogramReady wrong = Events.track("b", "music", "rock", MEL);
        wrong.getSpectrogram().setShape(List.of(64L, 500L));

        // When
        JobRejectedException rejection = reject(List.of(Events.track("a", "music", "jazz", MEL), wrong));

        // Then
        assertThat(rejection.code()).isEqualTo("unknown-artifact");
        assertThat(rejection).hasMessageContaining("'b'");
    }

    @Test
    void pinsEverythingThatATrainingReads() {
        // Given
        Analysis analysis = Analysis.newBuilder(MEL)
                .setKind(AnalysisKind.MEL)
                .setHop(300)
                .setMinHz(20.5)
                .setCentered(false)
                .build();
        PinnedDataset dataset = DatasetRules.select(
                List.of(
                        Events.track("a track/with spaces", "music", "free jazz", analysis),
                        Events.track("b", "music", "rock", analysis)),
                "music");

        // When
        PinnedDataset read = PinnedDataset.fromInputs(dataset.toInputs());

        // Then
        assertThat(read).isEqualTo(dataset);
    }

    private static JobRejectedException reject(List<SpectrogramReady> log) {
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> DatasetRules.select(log, "music"));
        assertThat(rejection.field()).isEqualTo("dataset");
        return rejection;
    }
}
