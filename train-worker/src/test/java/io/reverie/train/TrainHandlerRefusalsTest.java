package io.reverie.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What a data set must be, seen from outside: an error that names what is wrong, or a rule. */
class TrainHandlerRefusalsTest {

    private static final String HASH = "cd".repeat(32);

    @TempDir
    Path folder;

    private FolderStore store;
    private SyntheticTracks tracks;
    private TrainHandler handler;

    @BeforeEach
    void synthesiseTracks() throws IOException {
        store = new FolderStore(folder);
        tracks = new SyntheticTracks(store);
        handler = handler(SyntheticTracks.config(100));
    }

    @Test
    void oneLabelOnlyIsRefusedByItsName() {
        // Given
        tracks.log.forEach(track -> track.setLabel("low"));

        // When, then
        assertThat(rejectionOfInputs()).hasMessageContaining("'low'").hasMessageContaining("12 tracks");
    }

    @Test
    void aTrackWithoutLabelIsLeftOut() throws IOException {
        // Given
        tracks.log.get(3).setLabel(null);
        tracks.log.get(4).setLabel(" ");

        // When
        ModelReady ready = train();

        // Then
        assertThat(ready.getMetrics().getTrainTracks()).isEqualTo(10);
        assertThat(ready.getLabels()).containsExactly("high", "low");
    }

    @Test
    void aTrackShorterThanASegmentIsRepeated() throws IOException {
        // Given a track of 60 frames where a segment has 108
        SpectrogramReady shortTrack = tracks.log.get(0);
        assertThat(shortTrack.getSpectrogram().getShape().get(1)).isEqualTo(60);

        // When
        ModelReady ready = train();

        // Then
        assertThat(ready.getMetrics().getTrainTracks()).isEqualTo(12);
    }

    @Test
    void mixedAnalysesAreRefusedByTheTracksNames() {
        // Given
        SpectrogramReady other = tracks.log.get(5);
        other.setAnalysis(Analysis.newBuilder(Events.coarse()).setHop(512).build());

        // When, then
        assertThat(rejectionOfInputs())
                .hasMessageContaining("'" + other.getTrackKey() + "'")
                .hasMessageContaining("analysed differently");
    }

    @Test
    void aDamagedArtifactIsRefusedByTheTracksName() throws IOException {
        // Given
        Path file = store.localPath("spectrograms/high/3.npy").orElseThrow();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        // When, then
        assertThat(rejectionOfTraining()).hasMessageContaining("'high/3'").hasMessageContaining("damaged");
    }

    @Test
    void aTruncatedOrMissingArtifactIsRefusedByTheTracksName() throws IOException {
        // Given
        Path file = store.localPath("spectrograms/high/3.npy").orElseThrow();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 500));

        // When, then
        assertThat(rejectionOfTraining()).hasMessageContaining("'high/3'");

        // And
        Files.delete(file);
        assertThat(rejectionOfTraining()).hasMessageContaining("'high/3'");
    }

    @Test
    void fewerTracksThanExpectedAreRefusedWithTheirNumber() {
        // Given a worker that does not wait at all
        TrainRequest request = request().setExpect(80).build();

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.awaitInputs(request, pause -> {}));

        // Then
        assertThat(rejection.field()).isEqualTo("expect");
        assertThat(rejection).hasMessageContaining("12 labelled");
    }

    @Test
    void aRequestThatCanNeverSucceedDoesNotWait() {
        // Given
        TrainRequest request =
                request().setExpect(80).setBudget(new TrainBudget(0, 8)).build();

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.awaitInputs(request, pause -> {}));

        // Then
        assertThat(rejection.field()).isEqualTo("budget.steps");
    }

    @Test
    void moreStepsThanAWorkerDoesAreRefusedBeforeItWaits() throws IOException {
        // Given a worker that does two steps at most
        handler = handler(SyntheticTracks.config(100, 2));
        TrainRequest more =
                request().setExpect(80).setBudget(new TrainBudget(3, 8)).build();

        // When
        JobRejectedException rejection =
                catchThrowableOfType(JobRejectedException.class, () -> handler.awaitInputs(more, pause -> {}));

        // Then
        assertThat(rejection.code()).isEqualTo(FailureCodes.INVALID_VALUE);
        assertThat(rejection.field()).isEqualTo("budget.steps");
        assertThat(rejection.allowed()).isEqualTo("1 to 2 (reverie.train.most-steps)");
        assertThat(rejection).hasMessageContaining("3").hasMessageContaining("reverie.train.most-steps");

        // And two are done
        assertThat(train().getRequest().getBudget().getSteps()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_001})
    void aLimitOfStepsThatCannotBeIsRefusedAtTheStart(int steps) {
        assertThatThrownBy(() -> handler(SyntheticTracks.config(100, steps)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.train.most-steps must be 1 to 100000, but is " + steps);
    }

    private TrainHandler handler(TrainConfig config) {
        return new TrainHandler(store, tracks.arrays, () -> tracks.log, step -> {}, config);
    }

    private JobRejectedException rejectionOfInputs() {
        return catchThrowableOfType(
                JobRejectedException.class, () -> handler.inputs(request().build()));
    }

    private JobRejectedException rejectionOfTraining() {
        return catchThrowableOfType(JobRejectedException.class, this::train);
    }

    private ModelReady train() throws IOException {
        TrainRequest request = request().build();
        return handler.execute(request, new Job("models", "t-1", HASH, handler.inputs(request)));
    }

    private static TrainRequest.Builder request() {
        return Events.request().setBudget(new TrainBudget(2, 8)).setValidation(new FractionSplit(0.0));
    }
}
