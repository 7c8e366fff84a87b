package io.reverie.dream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.LogSpectralDistance;
import io.reverie.audio.MelFilterBank;
import io.reverie.audio.NpyArray;
import io.reverie.audio.Stft;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Features;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Reconstruction;
import io.reverie.schemas.Regularisers;
import io.reverie.schemas.SeedTransform;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Every way and objective by request, through networks with random weights. */
class DreamWaysTest {

    private static final String AUDIO = "inputs/noise.wav";
    /** Of 189 frames, 64 each, that share 16 or more. */
    private static final int WINDOWS = 4;

    private static final Regularisers NONE = Regularisers.newBuilder()
            .setTimeRollFrames(0)
            .setMelShiftBands(0)
            .setMasks(0)
            .build();

    @TempDir
    private Path folder;

    private DreamFixture fixture;

    @BeforeEach
    void makeStore() throws IOException {
        fixture = new DreamFixture(folder);
        fixture.addModel("small", 1);
        fixture.addAudio(AUDIO, 1.5);
    }

    @ParameterizedTest
    @CsvSource({
        "STFT, LOG_MEL, STFT, ",
        "STFT, LOG_STFT, STFT, ",
        "STFT, COMPRESSED_COMPLEX, STFT, ",
        "STFT, MEL, STFT, ",
        "IMAGE, LOG_MEL, MEL, ",
        "IMAGE, MEL, MEL, MEL",
        "IMAGE, STFT_REAL, STFT, STFT_REAL",
        "IMAGE, STFT_COMPLEX, STFT, STFT_COMPLEX"
    })
    void raisesTheObjectiveInEveryWay(Way way, Features features, AnalysisKind kind, SeedTransform image)
            throws IOException {
        // Given
        fixture.addModel("small", 5, DreamFixture.STFT, features);
        DreamRequest request = DreamFixture.request(AUDIO)
                .setWay(way)
                .setRegularisers(NONE)
                .setMaxDistanceDb(1000.0)
                .setIterations(10)
                .setSnapshotIterations(5)
                .build();

        // When
        DreamReady ready = fixture.dream(request);

        // Then in every window
        for (int window = 0; window < WINDOWS; window++) {
            List<double[]> rows = rows(ready, window);
            assertThat(rows).extracting(row -> (int) row[1]).containsExactly(0, 5, 10);
            assertThat(rows.get(0)[3]).isCloseTo(0, within(1e-3));
            assertThat(rows.get(2)[2]).isGreaterThan(rows.get(0)[2]);
            assertThat(rows.get(2)[3]).isGreaterThan(1e-2);
        }

        // And the event says what was dreamed
        assertThat(ready.getAnalysis().getKind()).isEqualTo(kind);
        if (image == null) {
            assertThat(ready.getImage()).isNull();
        } else {
            assertThat(ready.getImage().getTransform()).isEqualTo(image);
            assertThat(ready.getDreamed().getShape().get(0)).isEqualTo(3);
        }
        assertThat(ready.getSnapshots().getShape().get(0)).isEqualTo(2);
        assertThat(ready.getHeard()).containsOnlyKeys(DreamFixture.LABELS);
        assertThat(ready.getHeard().values().stream()
                        .mapToDouble(value -> value)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThat(fixture.dream(request).getDreamed()).isEqualTo(ready.getDreamed());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void keepsTheDistanceInEveryWay(Way way) throws IOException {
        // When a long dream with a small bound
        DreamReady far = fixture.dream(DreamFixture.request(AUDIO)
                .setWay(way)
                .setRegularisers(NONE)
                .setMaxDistanceDb(1000.0)
                .setIterations(20)
                .setStep(0.2)
                .build());
        DreamReady near = fixture.dream(DreamFixture.request(AUDIO)
                .setWay(way)
                .setRegularisers(NONE)
                .setMaxDistanceDb(1.5)
                .setIterations(20)
                .setStep(0.2)
                .build());

        // Then
        assertThat(distance(far)).isGreaterThan(2);
        assertThat(distance(near)).isBetween(1.4, 1.5001);
    }

    /** As scoring measures it; of mel power over its bands. */
    private double distance(DreamReady ready) throws IOException {
        Stft stft = new Stft(DreamFixture.STFT);
        float[] samples = fixture.audio.samples(
                new AudioSource(AUDIO), fixture.store.describe(AUDIO).getSha256(), 8000, "input");
        ComplexSpectrogram before = stft.forward(samples);
        if (ready.getAnalysis().getKind() == AnalysisKind.MEL) {
            return LogSpectralDistance.decibels(
                    fixture.arrays.readMel(ready.getDreamed(), "dreamed").values(),
                    new MelFilterBank(DreamFixture.STFT, DreamFixture.MEL)
                            .apply(before)
                            .values(),
                    DreamFixture.MEL.bands());
        }
        float[] heard = stft.inverse(fixture.arrays.readStft(ready.getDreamed(), "dreamed"), samples.length);
        return LogSpectralDistance.decibels(stft.forward(heard).power(), before.power(), DreamFixture.STFT.bins());
    }

    @ParameterizedTest
    @CsvSource({"ADDITIVE, 1", "SUBTRACTIVE, -1"})
    void keepsEveryPixelOnTheSideOfAnUpdate(Update update, int sign) throws IOException {
        // Given a picture and, by a single tiny step, what it was
        fixture.addModel("small", 5, DreamFixture.STFT, Features.MEL);
        DreamRequest.Builder request =
                DreamFixture.request(AUDIO).setWay(Way.IMAGE).setMaxDistanceDb(1000.0);
        float[] before = pixels(request.setIterations(1).setStep(1e-12));

        // When
        float[] after = pixels(request.setUpdate(update).setIterations(20).setStep(0.05));

        // Then
        boolean moved = false;
        for (int i = 0; i < before.length; i++) {
            assertThat(sign * (after[i] - before[i])).isGreaterThanOrEqualTo(-1e-9f);
            moved |= sign * (after[i] - before[i]) > 0.01;
        }
        assertThat(moved).isTrue();
    }

    @Test
    void dreamsAsTheSeedDid() throws IOException {
        // Given its preset, picture and difference
        fixture.addModel("small", 5, DreamFixture.STFT, Features.STFT_COMPLEX);

        // When
        DreamReady ready = fixture.dream(DreamFixture.request(AUDIO)
                .setPreset(Preset.SEED)
                .setWay(Way.IMAGE)
                .setObjective(Objective.newBuilder()
                        .setKind(ObjectiveKind.DIFFERENCE)
                        .setTarget("wild")
                        .setAgainst(List.of("calm"))
                        .build())
                .setReconstruction(
                        Reconstruction.newBuilder().setChannel(Channel.GREEN).build())
                .build());

        // Then 20 iterations
        assertThat(rows(ready, 0)).extracting(row -> (int) row[1]).containsExactly(0, 5, 10, 15, 20);
        assertThat(ready.getImage().getTransform()).isEqualTo(SeedTransform.STFT_COMPLEX);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHANNEL", "LAYER", "GUIDE"})
    void raisesALayerWithoutAnyTarget(ObjectiveKind kind) throws IOException {
        // Given
        Artifact guide = fixture.addAudio("inputs/guide.wav", 2);
        DreamRequest request = DreamFixture.request(AUDIO)
                .setRegularisers(NONE)
                .setIterations(20)
                .setObjective(Objective.newBuilder()
                        .setKind(kind)
                        .setLayer("convolution2")
                        .setChannel(kind == ObjectiveKind.CHANNEL ? 3 : 0)
                        .setGuide(kind == ObjectiveKind.GUIDE ? new AudioSource(guide.getKey()) : null)
                        .build())
                .build();

        // When
        DreamReady ready = fixture.dream(request);

        // Then
        List<double[]> rows = rows(ready, 0);
        assertThat(rows.get(4)[2]).isGreaterThan(rows.get(0)[2]);

        // And scoring says that no target was heard
        assertThat(fixture.scores
                        .execute(fixture.reconstruct(ready), scoreJob(ready))
                        .getSuccess())
                .isFalse();
    }

    @Test
    void stopsWhereTheObjectiveIsMet() throws IOException {
        // Given where a dream of 20 iterations is after 5
        DreamRequest.Builder request = DreamFixture.request(AUDIO)
                .setRegularisers(NONE)
                .setIterations(20)
                .setSnapshotIterations(10);
        double afterFive = rows(fixture.dream(request.build()), 0).get(1)[2];

        // When
        DreamReady ready = fixture.dream(request.setStopAt(afterFive).build());

        // Then the first window ends there, and there are all snapshots
        assertThat(rows(ready, 0)).extracting(row -> (int) row[1]).containsExactly(0, 5);
        assertThat(rows(ready, 0).get(1)[2]).isGreaterThanOrEqualTo(afterFive);
        assertThat(rows(ready, 1)).hasSizeGreaterThan(1);
        assertThat(ready.getSnapshots().getShape().get(0)).isEqualTo(2);
    }

    @Test
    void refusesPicturesThatAreTooLongOrShowNothing() throws IOException {
        // Given pictures of an STFT of at most 2 s, and silence
        fixture.addModel("small", 5, DreamFixture.STFT, Features.STFT_COMPLEX);
        fixture.addAudio("inputs/long.wav", 2.1);
        fixture.addAudio("inputs/silence.wav", new float[8000]);

        // Then
        assertThatThrownBy(() -> fixture.dream(DreamFixture.request("inputs/long.wav")
                        .setWay(Way.IMAGE)
                        .build()))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("reverie.dream.longest-picture-seconds");
        assertThatThrownBy(() -> fixture.dream(DreamFixture.request("inputs/silence.wav")
                        .setWay(Way.IMAGE)
                        .build()))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code")
                .isEqualTo("no-gradient");
    }

    @Test
    void additivePicturesOfLogMelKeepTheEnergyCap() throws IOException {
        // When a hard dream that may rise by 2 dB
        DreamReady ready = fixture.dream(DreamFixture.request(AUDIO)
                .setWay(Way.IMAGE)
                .setUpdate(Update.ADDITIVE)
                .setEnergyCapDb(2)
                .setIterations(30)
                .setStep(0.3)
                .setMaxDistanceDb(1000.0)
                .build());

        // Then the sum of its bands as energy does, triangles of height 1 adding up to 1
        MelFilterBank filters = new MelFilterBank(DreamFixture.STFT, DreamFixture.MEL);
        float[] samples = fixture.audio.samples(
                new AudioSource(AUDIO), fixture.store.describe(AUDIO).getSha256(), 8000, "input");
        float[] before =
                filters.apply(new Stft(DreamFixture.STFT).forward(samples)).values();
        float[] after = fixture.arrays.readMel(ready.getDreamed(), "dreamed").values();
        double energyBefore = 0;
        double energyAfter = 0;
        for (int i = 0; i < before.length; i++) {
            int band = i % filters.bands();
            double width = (filters.upperHz(band) - filters.lowerHz(band)) / 2;
            energyBefore += width * before[i];
            energyAfter += width * after[i];
        }
        assertThat(10 * Math.log10(energyAfter / energyBefore)).isBetween(0.5, 2.2);
    }

    @Test
    void refusesObjectivesThatSayTooLittleOrTooMuch() {
        assertInvalid("objective.target", Objective.newBuilder());
        assertInvalid(
                "objective.layer", Objective.newBuilder().setTarget("wild").setLayer("convolution1"));
        assertInvalid("objective.guide", Objective.newBuilder().setKind(ObjectiveKind.GUIDE));
        assertInvalid(
                "objective.guide",
                Objective.newBuilder().setKind(ObjectiveKind.LAYER).setGuide(new AudioSource(AUDIO)));
        assertInvalid(
                "objective.against",
                Objective.newBuilder().setKind(ObjectiveKind.LAYER).setAgainst(List.of("calm")));
        assertInvalid(
                "objective.channel",
                Objective.newBuilder().setKind(ObjectiveKind.CHANNEL).setChannel(100_000));
        assertThatThrownBy(() -> fixture.dream(request(
                        Objective.newBuilder().setKind(ObjectiveKind.LAYER).setLayer("brain"))))
                .isInstanceOf(JobRejectedException.class)
                .extracting("field", "allowed")
                .satisfies(
                        told -> assertThat(told.toString()).contains("objective.layer", "convolution1 (16 channels)"));
    }

    private io.reverie.worker.Job scoreJob(DreamReady ready) throws IOException {
        return new io.reverie.worker.Job(
                "scores", ready.getDreamId(), "0".repeat(64), fixture.scores.inputs(fixture.reconstruct(ready)));
    }

    private List<double[]> rows(DreamReady ready, int window) throws IOException {
        NpyArray trajectory = fixture.arrays.read(ready.getTrajectory(), "trajectory");
        int columns = (int) trajectory.shape()[1];
        List<double[]> rows = new ArrayList<>();
        for (int at = 0; at < trajectory.doubles().length; at += columns) {
            if (trajectory.doubles()[at] == window) {
                rows.add(Arrays.copyOfRange(trajectory.doubles(), at, at + columns));
            }
        }
        return rows;
    }

    private float[] pixels(DreamRequest.Builder request) throws IOException {
        return fixture.arrays
                .read(fixture.dream(request.build()).getDreamed(), "dreamed")
                .floats();
    }

    private void assertInvalid(String field, Objective.Builder objective) {
        assertThatThrownBy(() -> fixture.dream(request(objective)))
                .isInstanceOf(JobRejectedException.class)
                .extracting("code", "field")
                .containsExactly("invalid-value", field);
    }

    private static DreamRequest request(Objective.Builder objective) {
        return DreamFixture.request(AUDIO).setObjective(objective.build()).build();
    }
}
