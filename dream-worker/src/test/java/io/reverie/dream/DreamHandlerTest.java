package io.reverie.dream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.audio.PadMode;
import io.reverie.audio.Stft;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.ModelReference;
import io.reverie.schemas.Objective;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Reconstruction;
import io.reverie.schemas.Regularisers;
import io.reverie.schemas.SpectrogramInput;
import io.reverie.schemas.SweepSource;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DreamHandlerTest {

    private static final String AUDIO = "inputs/noise.wav";

    @TempDir
    private Path folder;

    private DreamFixture fixture;

    @BeforeEach
    void makeStore() throws IOException {
        fixture = new DreamFixture(folder);
        fixture.addModel("small", 1);
        fixture.addAudio(AUDIO, 3);
    }

    @Test
    void dreamsAudioWithEverythingThatTheEventTells() throws IOException {
        // Given
        DreamRequest request = DreamFixture.request(AUDIO)
                .setIterations(10)
                .setSnapshotIterations(4)
                .build();

        // When
        DreamReady ready = fixture.dream(request);

        // Then
        ComplexSpectrogram dreamed = fixture.arrays.readStft(ready.getDreamed(), "dreamed");
        assertThat(dreamed.frames()).isEqualTo(DreamFixture.STFT.frames(24_000));
        assertThat(ready.getSamples()).isEqualTo(24_000);
        assertThat(ready.getSeconds()).isEqualTo(3);
        assertThat(Analyses.stft(ready.getAnalysis(), "analysis")).isEqualTo(DreamFixture.STFT);
        assertThat(ready.getAudio().getSha256())
                .isEqualTo(fixture.store.describe(AUDIO).getSha256());
        assertThat(ready.getModels()).extracting(ModelReference::getName).containsExactly("small");
        assertThat(ready.getModels().get(0).getArtifact())
                .isEqualTo(fixture.models.get("small").getModel());
        assertThat(ready.getEngine().getBackend()).isEqualTo("nd4j-cpu");
        assertThat(ready.getSecondsByStage())
                .containsKeys("prepare", "dream", "dream.network", "apply", "hear", "write");
        assertThat(ready.getRequest()).isEqualTo(request);

        // And the trajectory ends after the last iteration of the last of 8 windows
        NpyArray trajectory = fixture.arrays.read(ready.getTrajectory(), "trajectory");
        assertThat(trajectory.shape()[1]).isEqualTo(7);
        double[] rows = trajectory.doubles();
        double[] last = Arrays.copyOfRange(rows, rows.length - 7, rows.length);
        assertThat(last[0]).isEqualTo(7);
        assertThat(last[1]).isEqualTo(10);
        assertThat(last[4] + last[5] + last[6]).isCloseTo(1, within(1e-9));

        // And snapshots after 4 and 8 iterations
        assertThat(ready.getSnapshots().getShape()).containsExactly(2L, 32L, (long) dreamed.frames());
        assertThat(fixture.progress.get(0).getIteration()).isZero();
        assertThat(fixture.progress.get(0).getActivations()).containsOnlyKeys(DreamFixture.LABELS);
        assertThat(fixture.progress.get(0).getId()).isNotEmpty();
    }

    @Test
    void givesTheSameBytesWhenAskedAgainAndByAnotherWorker() throws IOException {
        // Given
        DreamRequest request = DreamFixture.request(AUDIO).setIterations(6).build();
        DreamReady first = fixture.dream(request);

        // When
        DreamReady again = fixture.dream(request);
        DreamReady elsewhere = new DreamFixtureCopy(fixture, folder).dream(request);
        DreamReady otherSeed =
                fixture.dream(DreamRequest.newBuilder(request).setSeed(1).build());

        // Then
        assertThat(again.getDreamed()).isEqualTo(first.getDreamed());
        assertThat(again.getTrajectory()).isEqualTo(first.getTrajectory());
        assertThat(elsewhere.getDreamed()).isEqualTo(first.getDreamed());
        assertThat(otherSeed.getDreamed().getArtifact().getSha256())
                .isNotEqualTo(first.getDreamed().getArtifact().getSha256());
    }

    @Test
    void takesAnStftByTheModelsAnalysisAsItIs() throws IOException {
        // Given the audio's STFT in the store, and the same audio
        Artifact audio = fixture.store.describe(AUDIO);
        SpectrogramInput input = new SpectrogramInput(
                fixture.arrays.write("spectrograms/noise.npy", stftOfAudio()), Analyses.of(DreamFixture.STFT), audio);
        DreamReady fromAudio = fixture.dream(brief(DreamFixture.request(AUDIO)));

        // When dreamed with its audio and without
        DreamReady withAudio = fixture.dream(brief(DreamFixture.request(input)));
        DreamReady without = fixture.dream(
                brief(DreamFixture.request(new SpectrogramInput(input.getSpectrogram(), input.getAnalysis(), null))));

        // Then all are the same dream up to rounding, and the audio is the inverse STFT, which ends with a whole hop
        assertThat(difference(withAudio, fromAudio)).isLessThan(-60);
        assertThat(difference(without, fromAudio)).isLessThan(-25);
        assertThat(without.getSamples()).isEqualTo(375 * 64L);
        assertThat(withAudio.getSamples()).isEqualTo(24_000);
    }

    @Test
    void hearsSpectrogramsOfAnotherAnalysisThroughTheirAudio() throws IOException {
        // Given a mel spectrogram with its audio, and an STFT of another analysis without
        StftParameters other = new StftParameters(8000, 512, 512, 128, true, PadMode.REFLECT);
        ComplexSpectrogram stft = new Stft(other).forward(audio());
        MelSpectrogram mel = new MelFilterBank(other, DreamFixture.MEL).apply(stft);
        ArrayArtifact melArtifact = fixture.arrays.write("spectrograms/mel.npy", mel);
        ArrayArtifact stftArtifact = fixture.arrays.write("spectrograms/stft.npy", stft);
        DreamReady fromAudio = fixture.dream(brief(DreamFixture.request(AUDIO)));

        // When
        DreamReady fromMel = fixture.dream(brief(DreamFixture.request(new SpectrogramInput(
                melArtifact, Analyses.of(other, DreamFixture.MEL), fixture.store.describe(AUDIO)))));
        DreamReady fromStft = fixture.dream(
                brief(DreamFixture.request(new SpectrogramInput(stftArtifact, Analyses.of(other), null))));

        // Then
        assertThat(fromMel.getDreamed().getArtifact().getSha256())
                .isEqualTo(fromAudio.getDreamed().getArtifact().getSha256());
        assertThat(fromStft.getSamples()).isEqualTo(187 * 128L);

        // And without audio a mel spectrogram has no phase
        assertRejected(DreamFixture.request(
                                new SpectrogramInput(melArtifact, Analyses.of(other, DreamFixture.MEL), null))
                        .build())
                .hasMessageContaining("no phase")
                .extracting("field")
                .isEqualTo("input.audio");
    }

    @Test
    void dreamsASweepOnALouderNoiseBed() throws IOException {
        // Given
        SweepSource sweep = SweepSource.newBuilder().setToHz(3500).setSeconds(1).build();

        // When
        DreamReady quiet = fixture.dream(brief(DreamFixture.request(sweep)
                .setRegularisers(Regularisers.newBuilder().setNoiseBedDb(-120.0).build())));
        DreamReady ready = fixture.dream(brief(DreamFixture.request(sweep)));

        // Then what lies between the partials is 30 dB down, not 120
        assertThat(ready.getSamples()).isEqualTo(8000);
        assertThat(lowestDecile(ready)).isGreaterThan(lowestDecile(quiet) + 20);
        assertThat(fixture.arrays.readStft(ready.getDreamed(), "dreamed").frames())
                .isEqualTo(DreamFixture.STFT.frames(8000));
    }

    @Test
    void keepsTheLargestDistance() throws IOException {
        // Given a dream that would go farther
        DreamRequest far = DreamFixture.request(AUDIO)
                .setPreset(Preset.STRONG)
                .setIterations(20)
                .build();
        double unbounded = distance(fixture.dream(
                DreamRequest.newBuilder(far).setMaxDistanceDb(1000.0).build()));

        // When
        double asked = unbounded / 2;
        double kept = distance(fixture.dream(
                DreamRequest.newBuilder(far).setMaxDistanceDb(asked).build()));

        // Then the bound is used up, not undercut by far
        assertThat(kept).isBetween(0.95 * asked, asked);
        assertRejected(DreamRequest.newBuilder(far).setMaxDistanceDb(1e-6).build())
                .extracting("field", "code")
                .containsExactly("maxDistanceDb", "invalid-value");
    }

    @Test
    void keepsThePresetsDistanceWhereNoneIsAskedFor() throws IOException {
        // Given a dream that would go farther
        DreamRequest far =
                DreamFixture.request(AUDIO).setStep(0.3).setIterations(40).build();

        // When
        double kept = distance(fixture.dream(far));
        double free = distance(fixture.dream(
                DreamRequest.newBuilder(far).setMaxDistanceDb(1000.0).build()));

        // Then noise has no use for its noise bed, so that both ways to count the distance agree
        assertThat(free).isGreaterThan(11);
        assertThat(kept).isBetween(9.5, 10.1);
    }

    @Test
    void keepsTheEnergyOfAnAdditiveDreamBelowTheCap() throws IOException {
        // When
        DreamReady ready = fixture.dream(DreamFixture.request(AUDIO)
                .setUpdate(Update.ADDITIVE)
                .setPreset(Preset.STRONG)
                .setEnergyCapDb(3)
                .build());

        // Then
        double rise = 10
                * Math.log10(
                        fixture.arrays.readStft(ready.getDreamed(), "dreamed").meanPower()
                                / stftOfAudio().meanPower());
        assertThat(rise).isBetween(1.0, 3.001);
    }

    @Test
    void dreamsThroughAnEnsembleOfOneAnalysis() throws IOException {
        // Given
        fixture.addModel("second", 2);
        DreamReady one = fixture.dream(brief(DreamFixture.request(AUDIO)));

        // When
        DreamReady both = fixture.dream(brief(DreamFixture.request(AUDIO).setModels(List.of("small", "second"))));

        // Then
        assertThat(both.getModels()).extracting(ModelReference::getName).containsExactly("small", "second");
        assertThat(both.getDreamed().getArtifact().getSha256())
                .isNotEqualTo(one.getDreamed().getArtifact().getSha256());

        // And models of different analyses are refused
        fixture.addModel("third", 3, new StftParameters(8000, 512, 512, 64, true, PadMode.REFLECT));
        assertRejected(DreamFixture.request(AUDIO)
                        .setModels(List.of("small", "third"))
                        .build())
                .extracting("code", "field")
                .containsExactly("not-supported", "models");
    }

    @Test
    void goesOnWithTheModelThatWasPinned() throws IOException {
        // Given a job, and a model trained anew under the same name since
        DreamRequest request = brief(DreamFixture.request(AUDIO));
        Job job = fixture.job(request);
        Artifact pinned = fixture.models.get("small").getModel();
        fixture.addModel("small", 9);

        // When
        DreamReady ready = fixture.dreams.execute(request, job);

        // Then
        assertThat(ready.getModels().get(0).getArtifact()).isEqualTo(pinned);

        // And where its file is no longer what it was, the job can not be done
        fixture.store.put(pinned.getKey(), "application/zip", out -> out.write(1));
        assertThatThrownBy(() -> new DreamFixtureCopy(fixture, folder).execute(request, job))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("is not the one that was named")
                .extracting("code")
                .isEqualTo("unknown-artifact");
    }

    @Test
    void refusesModelsLabelsAndWaysThatThereAreNot() throws IOException {
        assertRejected(DreamFixture.request(AUDIO).setModels(List.of("large")).build())
                .extracting("code", "field", "allowed")
                .containsExactly("unknown-model", "models", "small");
        assertRejected(DreamFixture.request(AUDIO).setJudges(List.of("large")).build())
                .extracting("code", "field")
                .containsExactly("unknown-model", "judges");
        assertRejected(DreamFixture.request(AUDIO)
                        .setObjective(Objective.newBuilder().setTarget("jazz").build())
                        .build())
                .extracting("code", "field", "allowed")
                .containsExactly("unknown-label", "objective.target", "calm, wild, odd");
        assertRejected(DreamFixture.request(AUDIO)
                        .setObjective(Objective.newBuilder()
                                .setTarget("wild")
                                .setAgainst(List.of("calm", "jazz"))
                                .build())
                        .build())
                .extracting("code", "field")
                .containsExactly("unknown-label", "objective.against");
        fixture.addModel("small", 1, DreamFixture.STFT, Features.LOG_STFT);
        assertRejected(DreamFixture.request(AUDIO).setWay(Way.IMAGE).build())
                .extracting("code", "field")
                .containsExactly("not-supported", "models");
    }

    /** Features of an STFT have more rows than the gains have bands. */
    @ParameterizedTest
    @EnumSource(Features.class)
    void dreamsThroughEveryKindOfFeatures(Features features) throws IOException {
        // Given
        fixture.addModel("other", 5, DreamFixture.STFT, features);
        Regularisers none = Regularisers.newBuilder()
                .setTimeRollFrames(0)
                .setMelShiftBands(0)
                .setMasks(0)
                .build();

        // When
        DreamReady alone = fixture.dream(DreamFixture.request(AUDIO)
                .setModels(List.of("other"))
                .setRegularisers(none)
                .setIterations(10)
                .build());
        DreamReady together = fixture.dream(DreamFixture.request(AUDIO)
                .setModels(List.of("other", "small"))
                .setRegularisers(none)
                .setIterations(10)
                .build());

        // Then the target's odds have risen in the last window
        for (DreamReady dream : List.of(alone, together)) {
            double[] rows =
                    fixture.arrays.read(dream.getTrajectory(), "trajectory").doubles();
            int columns = 4 + DreamFixture.LABELS.size();
            int last = rows.length - columns;
            int first = last;
            // Rows of other windows of the same batch lie between them.
            for (int row = last; row >= 0; row -= columns) {
                first = rows[row] == rows[last] ? row : first;
            }
            assertThat(rows[first + 1]).isZero();
            assertThat(rows[last + 2]).isGreaterThan(rows[first + 2]);
        }
        assertThat(together.getDreamed().getArtifact().getSha256())
                .isNotEqualTo(alone.getDreamed().getArtifact().getSha256());
    }

    @Test
    void refusesModelsOfDifferentTransforms() throws IOException {
        // Given a network that hears another STFT
        StftParameters stft = DreamFixture.STFT;
        fixture.addModel(
                "other",
                5,
                new StftParameters(
                        stft.sampleRate(), stft.nFft(), stft.winLength(), stft.hop() / 2, true, stft.padMode()),
                Features.LOG_STFT);

        // When, then
        assertRejected(DreamFixture.request(AUDIO)
                        .setModels(List.of("small", "other"))
                        .build())
                .hasMessageContaining("models of one analysis")
                .extracting("code", "field")
                .containsExactly("not-supported", "models");
    }

    /** What has no meaning for an STFT may differ. */
    @Test
    void takesNetworksOfOneStftWhateverTheirMelFieldsSay() throws IOException {
        // Given two networks that hear the STFT, one of which was announced with other mel bands
        fixture.addModel("one", 5, DreamFixture.STFT, Features.LOG_STFT);
        fixture.addModel("other", 6, DreamFixture.STFT, Features.LOG_STFT)
                .getAnalysis()
                .setBands(1);

        // When
        DreamReady ready = fixture.dream(brief(DreamFixture.request(AUDIO).setModels(List.of("one", "other"))));

        // Then
        assertThat(ready.getModels()).hasSize(2);
    }

    @Test
    void refusesAReconstructionThatWouldFailAfterTheDream() {
        assertRejected(DreamFixture.request(AUDIO)
                        .setReconstruction(
                                Reconstruction.newBuilder().setIterations(-1).build())
                        .build())
                .extracting("code", "field")
                .containsExactly("invalid-value", "reconstruction.iterations");
        assertRejected(DreamFixture.request(AUDIO)
                        .setReconstruction(
                                Reconstruction.newBuilder().setBitsPerSample(20).build())
                        .build())
                .extracting("code", "field", "allowed")
                .containsExactly("invalid-value", "reconstruction.bitsPerSample", "16 or 24");
        assertRejected(DreamFixture.request(AUDIO)
                        .setReconstruction(Reconstruction.newBuilder()
                                .setChannel(Channel.RED)
                                .build())
                        .build())
                .extracting("code", "field", "allowed")
                .containsExactly(
                        "invalid-value", "reconstruction.channel", "MEAN for the way MASK, which dreams no image");
    }

    @Test
    void refusesMoreIterationsThanAWorkerDoes() throws IOException {
        // Given a worker that does 100 of a dream and 50 of phase retrieval, and a request for so many
        DreamRequest most = DreamFixture.request(AUDIO)
                .setIterations(100)
                .setReconstruction(Reconstruction.newBuilder().setIterations(50).build())
                .build();

        // Then it is accepted, and refused with one more of either, when it is first seen
        assertThat(fixture.dreams.inputs(most)).isNotEmpty();
        DreamRequest more = DreamRequest.newBuilder(most).setIterations(101).build();
        assertThatThrownBy(() -> fixture.dreams.inputs(more))
                .hasMessageContaining("101")
                .extracting("code", "field", "allowed")
                .containsExactly("invalid-value", "iterations", "1 to 100 (reverie.dream.most-iterations)");
        DreamRequest morePhase = DreamRequest.newBuilder(most).build();
        morePhase.getReconstruction().setIterations(51);
        assertThatThrownBy(() -> fixture.dreams.inputs(morePhase))
                .hasMessageContaining("51")
                .extracting("code", "field", "allowed")
                .containsExactly(
                        "invalid-value", "reconstruction.iterations", "0 to 50 (reverie.reconstruct.most-iterations)");
    }

    @Test
    void refusesInputsThatAreTooLongByTheirDescriptionAlone() throws IOException {
        // Given a description of 20 s and of one frame more, of files that are not there
        DreamRequest longest = DreamFixture.request(absentStft(2, 129, 2501)).build();
        DreamRequest tooLong = DreamFixture.request(absentStft(2, 129, 2502)).build();

        // Then
        assertThat(fixture.dreams.inputs(longest)).containsEntry("input", "a".repeat(64));
        assertThatThrownBy(() -> fixture.dreams.inputs(tooLong)).hasMessageContaining("at most 20 s");
        assertThatThrownBy(() -> fixture.dreams.inputs(
                        DreamFixture.request(absentStft(2, 100, 50)).build()))
                .extracting("code", "field")
                .containsExactly("invalid-value", "input.spectrogram.shape");
        assertThatThrownBy(() -> fixture.dreams.inputs(DreamFixture.request(
                                SweepSource.newBuilder().setSeconds(21).build())
                        .build()))
                .hasMessageContaining("at most 20 s");
    }

    @Test
    void refusesModelsThatAreNotAsAnnounced() throws IOException {
        // Given
        Artifact file = fixture.models.get("small").getModel();
        DreamRequest request = brief(DreamFixture.request(AUDIO));

        // Then a file that would not fit into memory is not read
        fixture.store.put(file.getKey(), "application/zip", out -> out.write(new byte[(1 << 20) + 1]));
        assertRejected(request)
                .hasMessageContaining("1048577 bytes")
                .extracting("code", "field", "allowed")
                .containsExactly(
                        "invalid-value",
                        "models",
                        "at most 1 MB of 2^20 bytes (reverie.dream.largest-model-megabytes)");

        // And what is no digest is not pinned
        file.setSha256("short");
        assertThatThrownBy(() -> fixture.dreams.inputs(request))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code", "field")
                .containsExactly("unknown-artifact", "models");
    }

    @Test
    void refusesAnIdThatIsNoNameBeforeAnythingElse() {
        assertThatThrownBy(() -> fixture.dreams.jobId(
                        DreamFixture.request(AUDIO).setDreamId("d".repeat(200)).build()))
                .isInstanceOf(JobRejectedException.class)
                .extracting("field")
                .isEqualTo("dreamId");
    }

    @Test
    void refusesValuesOutOfRangeByField() {
        assertInvalid("dreamId", DreamFixture.request(AUDIO).setDreamId("../x"));
        assertInvalid("models", DreamFixture.request(AUDIO).setModels(List.of()));
        assertInvalid("models", DreamFixture.request(AUDIO).setModels(List.of("small", "small")));
        assertInvalid("judges", DreamFixture.request(AUDIO).setJudges(List.of("small")));
        assertInvalid("iterations", DreamFixture.request(AUDIO).setIterations(0));
        assertInvalid("iterations", DreamFixture.request(AUDIO).setIterations(101));
        assertInvalid("step", DreamFixture.request(AUDIO).setStep(Double.NaN));
        assertInvalid("step", DreamFixture.request(AUDIO).setStep(1.5));
        assertInvalid(
                "step",
                DreamFixture.request(AUDIO).setGradient(GradientScaling.RAW).setStep(2e6));
        assertInvalid("energyCapDb", DreamFixture.request(AUDIO).setEnergyCapDb(-1));
        assertInvalid(
                "snapshotIterations",
                DreamFixture.request(AUDIO).setIterations(9).setSnapshotIterations(10));
        assertInvalid("maxDistanceDb", DreamFixture.request(AUDIO).setMaxDistanceDb(0.0));
        assertInvalid("progressSeconds", DreamFixture.request(AUDIO).setProgressSeconds(0));
        assertInvalid(
                "regularisers.noiseBedDb",
                DreamFixture.request(AUDIO)
                        .setRegularisers(
                                Regularisers.newBuilder().setNoiseBedDb(1.0).build()));
        assertInvalid(
                "regularisers.masks",
                DreamFixture.request(AUDIO)
                        .setRegularisers(Regularisers.newBuilder().setMasks(-1).build()));
        assertInvalid(
                "objective.against",
                DreamFixture.request(AUDIO)
                        .setObjective(Objective.newBuilder()
                                .setTarget("wild")
                                .setAgainst(List.of("wild"))
                                .build()));
        assertInvalid("input.key", DreamFixture.request("../../etc/passwd"));
    }

    @Test
    void refusesInputsThatCanNotBeDreamed() throws IOException {
        // Given
        fixture.store.put("inputs/text.wav", "audio/wav", out -> out.write("no audio".getBytes()));
        fixture.addAudio("inputs/long.wav", 20.5);
        fixture.addAudio("inputs/short.wav", new float[100]);
        fixture.addAudio("inputs/silent.wav", new float[24_000]);

        // Then
        assertRejected(DreamFixture.request("inputs/none.wav").build())
                .extracting("code", "field")
                .containsExactly("unknown-artifact", "input.key");
        assertRejected(DreamFixture.request("inputs/text.wav").build())
                .extracting("code", "field")
                .containsExactly("unreadable-audio", "input.key");
        assertRejected(DreamFixture.request("inputs/long.wav").build())
                .hasMessageContaining("20.5 s long")
                .hasMessageContaining("at most 20 s");
        assertRejected(DreamFixture.request("inputs/short.wav").build()).hasMessageContaining("at least 129 samples");
        assertRejected(DreamFixture.request("inputs/silent.wav").build())
                .hasMessageContaining("gradient is zero")
                .extracting("code")
                .isEqualTo("no-gradient");
        assertRejected(DreamFixture.request(
                                SweepSource.newBuilder().setToHz(9000).build())
                        .build())
                .extracting("code", "field")
                .containsExactly("invalid-value", "input.toHz");
    }

    @Test
    void boundsTheSnapshotsMemory() throws IOException {
        // Given 19 s: 2376 frames of 32 bands, 304 KB a snapshot, and 1 MB allowed
        fixture.addAudio("inputs/long.wav", 19);

        // Then
        assertRejected(DreamFixture.request("inputs/long.wav")
                        .setIterations(30)
                        .setSnapshotIterations(7)
                        .build())
                .extracting("field", "allowed")
                .containsExactly(
                        "snapshotIterations",
                        "at least 8 for an input of 2376 frames, or 0 for none"
                                + " (reverie.dream.largest-snapshots-megabytes)");
        assertThat(fixture.dream(DreamFixture.request("inputs/long.wav")
                                .setIterations(4)
                                .setSnapshotIterations(2)
                                .build())
                        .getSnapshots()
                        .getShape())
                .containsExactly(2L, 32L, 2376L);
    }

    @Test
    void stopsWithTheWorker() throws IOException {
        // Given
        DreamRequest request = DreamFixture.request(AUDIO).build();
        int[] iterations = {0};
        Job stopping =
                new Job("dreams", "dream", "0".repeat(64), fixture.dreams.inputs(request), () -> ++iterations[0] > 3);

        // Then before the fourth iteration
        assertThatThrownBy(() -> fixture.dreams.execute(request, stopping)).isInstanceOf(JobInterruptedException.class);
        assertThat(iterations[0]).isEqualTo(4);
    }

    @Test
    void turnsAudioBeyondFullScaleDown() throws IOException {
        // Given an STFT of what is louder than full scale
        float[] loud = audio();
        for (int i = 0; i < loud.length; i++) {
            loud[i] *= 40;
        }
        ArrayArtifact spectrogram =
                fixture.arrays.write("spectrograms/loud.npy", new Stft(DreamFixture.STFT).forward(loud));

        // When
        DreamReady ready = fixture.dream(
                brief(DreamFixture.request(new SpectrogramInput(spectrogram, Analyses.of(DreamFixture.STFT), null))));

        // Then input and dream are on one scale
        float[] written = fixture.audio.samples(ready.getAudio(), 8000, "audio");
        assertThat(io.reverie.audio.Samples.peak(written)).isBetween(0.99, 1.0);
        double ratio = fixture.arrays.readStft(ready.getDreamed(), "dreamed").meanPower()
                / new Stft(DreamFixture.STFT).forward(written).meanPower();
        assertThat(10 * Math.log10(ratio)).isCloseTo(0, within(2.0));
    }

    private static SpectrogramInput absentStft(long... shape) {
        Artifact file = new Artifact("spectrograms/absent.npy", "application/x-npy", 1L, "a".repeat(64));
        return new SpectrogramInput(
                new ArrayArtifact(
                        file, "<f4", Arrays.stream(shape).boxed().toList(), List.of("part", "bins", "frames")),
                Analyses.of(DreamFixture.STFT),
                null);
    }

    private static DreamRequest brief(DreamRequest.Builder request) {
        return request.setIterations(3).build();
    }

    private float[] audio() throws IOException {
        return fixture.audio.samples(
                new AudioSource(AUDIO), fixture.store.describe(AUDIO).getSha256(), 8000, "input");
    }

    private ComplexSpectrogram stftOfAudio() throws IOException {
        return new Stft(DreamFixture.STFT).forward(audio());
    }

    /** Energy of the difference over the common frames, in dB. */
    private double difference(DreamReady one, DreamReady other) throws IOException {
        float[] a = fixture.arrays.readStft(one.getDreamed(), "dreamed").values();
        float[] b = fixture.arrays.readStft(other.getDreamed(), "dreamed").values();
        double error = 0;
        double energy = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            error += (a[i] - b[i]) * (a[i] - b[i]);
            energy += b[i] * b[i];
        }
        return 10 * Math.log10(error / energy + 1e-30);
    }

    private double lowestDecile(DreamReady ready) throws IOException {
        float[] power = fixture.arrays.readStft(ready.getDreamed(), "dreamed").power();
        Arrays.sort(power);
        return 10 * Math.log10(power[power.length / 10] + 1e-30);
    }

    /** As scoring measures it. */
    private double distance(DreamReady ready) throws IOException {
        Stft stft = new Stft(DreamFixture.STFT);
        float[] heard = stft.inverse(fixture.arrays.readStft(ready.getDreamed(), "dreamed"), 24_000);
        return LogSpectralDistance.decibels(
                stft.forward(heard).power(), stftOfAudio().power(), DreamFixture.STFT.bins());
    }

    private void assertInvalid(String field, DreamRequest.Builder request) {
        assertRejected(request.build()).extracting("code", "field").containsExactly("invalid-value", field);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRejected(DreamRequest request) {
        return assertThatThrownBy(() -> fixture.dream(request)).isInstanceOf(JobRejectedException.class);
    }

    /** Another worker on the same store. */
    private static final class DreamFixtureCopy {

        private final DreamFixture copy;

        DreamFixtureCopy(DreamFixture original, Path folder) throws IOException {
            copy = new DreamFixture(folder);
            copy.models.putAll(original.models);
        }

        DreamReady dream(DreamRequest request) throws IOException {
            return copy.dream(request);
        }

        DreamReady execute(DreamRequest request, Job job) throws IOException {
            return copy.dreams.execute(request, job);
        }
    }
}
