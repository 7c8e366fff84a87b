package io.reverie.train;

import java.util.List;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.Features;
import io.reverie.schemas.MelNorm;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.PadMode;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class DatasetRulesTest {

    private static final Analysis MEL = Analyses.of(StftParameters.defaults(), MelParameters.defaults());
    private static final Analysis STFT = Analyses.of(StftParameters.defaults());

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
        PinnedDataset selected = DatasetRules.select(log, "music", Features.LOG_MEL);

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

    @ParameterizedTest
    @EnumSource(
            value = Features.class,
            names = {"LOG_MEL", "MEL"})
    void refusesStftsWhereMelPowerIsNeededAndNamesTheCommandThatFits(Features features) {
        // Given
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", STFT), Events.track("b", "music", "rock", STFT));

        // When
        JobRejectedException rejection = reject(log, features);

        // Then
        assertThat(rejection)
                .hasMessageContaining(features.name())
                .hasMessageContaining("'a'")
                .hasMessageContaining("STFT");
        assertThat(rejection.allowed()).endsWith("reverie ingest PATH --dataset music-mel --analysis mel");
    }

    @ParameterizedTest
    @EnumSource(
            value = Features.class,
            names = {"LOG_MEL", "MEL"},
            mode = EnumSource.Mode.EXCLUDE)
    void takesStftsWhereTheyAreNeededAndNamesTheCommandThatFitsForMel(Features features) {
        // Given
        Analysis mel = Analysis.newBuilder(MEL)
                .setHop(512)
                .setBands(64)
                .setCentered(false)
                .build();
        List<SpectrogramReady> mels =
                List.of(Events.track("a", "music", "jazz", mel), Events.track("b", "music", "rock", mel));
        List<SpectrogramReady> stfts =
                List.of(Events.track("a", "music", "jazz", STFT), Events.track("b", "music", "rock", STFT));

        // When
        JobRejectedException rejection = reject(mels, features);
        PinnedDataset selected = DatasetRules.select(stfts, "music", features);

        // Then
        assertThat(rejection).hasMessageContaining("'a'").hasMessageContaining("MEL");
        assertThat(rejection.allowed())
                .endsWith("reverie ingest PATH --dataset music-stft --analysis stft --hop 512 --not-centered");
        assertThat(selected.analysis()).isEqualTo(STFT);
        assertThat(selected.tracks()).extracting(Track::frames).containsExactly(500, 500);
        assertThat(PinnedDataset.fromInputs(selected.toInputs())).isEqualTo(selected);
    }

    @Test
    void namesTheWholeCommandForAMelAnalysisOfItsOwn() {
        // Given
        Analysis analysis = Analysis.newBuilder(MEL)
                .setNFft(2048)
                .setWinLength(1024)
                .setSampleRate(16_000)
                .setPadMode(PadMode.ZERO)
                .setBands(64)
                .setPower(1)
                .setMelScale(MelScale.SLANEY)
                .setMelNorm(MelNorm.NONE)
                .setMinHz(20)
                .setMaxHz(7000)
                .build();

        // When
        String command = IngestAdvice.command("my music", AnalysisKind.MEL, analysis);

        // Then
        assertThat(command)
                .isEqualTo(
                        "reverie ingest PATH --dataset 'my music-mel' --analysis mel --sample-rate 16000 --n-fft 2048"
                                + " --win-length 1024 --pad-mode zero --mels 64 --mel-scale slaney --mel-norm none --min-hz 20.0"
                                + " --max-hz 7000.0");
    }

    @Test
    void refusesMixedAnalysesAndNamesTwoTracksAndWhatDiffers() {
        // Given
        Analysis longHop = Analysis.newBuilder(MEL).setHop(512).build();
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", MEL), Events.track("b", "music", "rock", longHop));
        List<SpectrogramReady> kinds =
                List.of(Events.track("a", "music", "jazz", MEL), Events.track("b", "music", "rock", STFT));

        Analysis otherMel =
                Analysis.newBuilder(MEL).setMelNorm(MelNorm.NONE).setMaxHz(8000).build();
        List<SpectrogramReady> mels =
                List.of(Events.track("a", "music", "jazz", MEL), Events.track("b", "music", "rock", otherMel));

        // When
        JobRejectedException ofHops = reject(log);
        JobRejectedException ofMels = reject(mels);
        JobRejectedException ofKinds = reject(kinds, Features.STFT_REAL);

        // Then
        assertThat(ofHops).hasMessageContaining("the tracks 'a' (hop 256) and 'b' (hop 512) were analysed differently");
        assertThat(ofMels).hasMessageContaining("'a' (melNorm SLANEY, maxHz 0.0) and 'b' (melNorm NONE, maxHz 8000.0)");
        assertThat(ofHops.allowed()).contains("--analysis mel");
        assertThat(ofKinds).hasMessageContaining("'a' (kind MEL").hasMessageContaining("'b' (kind STFT");
        assertThat(ofKinds.allowed()).contains("--analysis stft");
    }

    @Test
    void refusesMelMagnitudes() {
        // Given
        Analysis magnitude = Analysis.newBuilder(MEL).setPower(1).build();
        List<SpectrogramReady> log =
                List.of(Events.track("a", "music", "jazz", magnitude), Events.track("b", "music", "rock", magnitude));

        // When
        JobRejectedException rejection = reject(log, Features.MEL);

        // Then
        assertThat(rejection).hasMessageContaining("power 1.0");
        assertThat(rejection.allowed()).endsWith("reverie ingest PATH --dataset music-mel --analysis mel");
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
    void refusesAnStftWhoseShapeContradictsItsAnalysis() {
        // Given 513 bins and their frames, without the axis of real and imaginary part
        SpectrogramReady wrong = Events.track("b", "music", "rock", STFT);
        wrong.getSpectrogram().setShape(List.of(513L, 500L));

        // When
        JobRejectedException rejection =
                reject(List.of(Events.track("a", "music", "jazz", STFT), wrong), Features.LOG_STFT);

        // Then
        assertThat(rejection.code()).isEqualTo("unknown-artifact");
        assertThat(rejection).hasMessageContaining("'b'").hasMessageContaining("[513, 500]");
        assertThat(rejection.allowed()).contains("[part, bins, frames]").contains("[2, 513]");
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
                "music",
                Features.LOG_MEL);

        // When
        PinnedDataset read = PinnedDataset.fromInputs(dataset.toInputs());

        // Then
        assertThat(read).isEqualTo(dataset);
    }

    private static JobRejectedException reject(List<SpectrogramReady> log) {
        return reject(log, Features.LOG_MEL);
    }

    private static JobRejectedException reject(List<SpectrogramReady> log, Features features) {
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> DatasetRules.select(log, "music", features));
        assertThat(rejection.field()).isEqualTo("dataset");
        return rejection;
    }
}
