package io.reverie.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.StftParameters;
import io.reverie.network.SpectrogramKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.worker.FolderStore;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TrackReaderTest {

    private static final int BANDS = 32;

    @TempDir
    Path folder;

    private FolderStore store;
    private ArrayArtifacts arrays;

    @BeforeEach
    void openStore() throws IOException {
        store = new FolderStore(folder);
        arrays = new ArrayArtifacts(store);
    }

    @Test
    void repeatsATrackThatIsShorterThanASegment() throws IOException {
        // Given
        float[] values = new float[3 * BANDS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Track track = stored(values);

        // When
        LoadedTrack loaded = reader(track, 8).read(List.of(track), () -> {}).get(0);

        // Then: frames 0 1 2 0 1 2 0 1
        assertThat(loaded.spectrogram().frames()).isEqualTo(8);
        assertThat(loaded.spectrogram().values()[7 * BANDS + 5]).isEqualTo(values[BANDS + 5]);
        assertThat(loaded.label()).isZero();
    }

    @Test
    void namesTheTrackWhoseContentChanged() throws IOException {
        // Given
        Track track = stored(new float[10 * BANDS]);
        float[] other = new float[10 * BANDS];
        other[3] = 1;
        arrays.write(track.artifactKey(), new MelSpectrogram(BANDS, 10, other));

        // When
        JobRejectedException rejection = reject(track);

        // Then
        assertThat(rejection).hasMessageContaining("SHA-256");
    }

    @Test
    void namesTheTrackWhoseFileIsTruncated() throws IOException {
        // Given
        Track track = stored(new float[10 * BANDS]);
        store.put(track.artifactKey(), ArrayArtifacts.CONTENT_TYPE, out -> out.write(new byte[] {1, 2, 3}));

        // When, then
        reject(track);
    }

    @Test
    void namesTheTrackWhoseFileIsGone() {
        // Given
        Track track = new Track("jazz/1", "jazz", "spectrograms/gone.npy", "ab".repeat(32), 10);

        // When, then
        reject(track);
    }

    @Test
    void namesTheTrackThatHoldsNoPower() throws IOException {
        // Given
        float[] negative = new float[10 * BANDS];
        negative[7] = -1;
        float[] notANumber = new float[10 * BANDS];
        notANumber[7] = Float.NaN;

        // When, then
        assertThat(reject(stored(negative))).hasMessageContaining("-1.0");
        assertThat(reject(stored(notANumber))).hasMessageContaining("NaN");
    }

    @Test
    void refusesWhatDoesNotFitIntoMemory() throws IOException {
        // Given: 100 frames of 32 bands are 12 800 bytes
        Track track = stored(new float[100 * BANDS]);

        // When
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class, () -> reader(track, 8).checkMemory(25_599));

        // Then
        assertThat(rejection.field()).isEqualTo("dataset");
        assertThat(rejection.allowed()).contains("-Xmx");
        reader(track, 8).checkMemory(25_600);
    }

    @Test
    void readsStftsAndRepeatsThem() throws IOException {
        // Given 3 frames of 513 bins
        float[] values = new float[3 * 2 * 513];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 3;
        }
        Track track = storedStft(values);

        // When
        LoadedTrack loaded = stftReader(track).read(List.of(track), () -> {}).get(0);

        // Then: frames 0 1 2 0 1 2 0 1
        assertThat(loaded.spectrogram().kind()).isEqualTo(SpectrogramKind.STFT);
        assertThat(loaded.spectrogram().frames()).isEqualTo(8);
        assertThat(loaded.spectrogram().values()[7 * 2 * 513 + 5]).isEqualTo(values[2 * 513 + 5]);
    }

    @Test
    void countsRealAndImaginaryPartOfAnStft() throws IOException {
        // Given: 100 frames of 513 bins are 410 400 bytes
        Track track = storedStft(new float[100 * 2 * 513]);

        // When
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class, () -> stftReader(track).checkMemory(820_799));

        // Then
        assertThat(rejection.allowed()).contains("-Xmx");
        stftReader(track).checkMemory(820_800);
    }

    /** The launcher's heap of 2 GB, less a survivor space, holds the 80 tracks of 30 s that a training is shown with. */
    @Test
    void eightyStftsOfHalfAMinuteFitIntoTheLaunchersHeap() {
        // Given
        List<Track> tracks = IntStream.range(0, 80)
                .mapToObj(number -> new Track("jazz/" + number, "jazz", "key", "sha", 2585))
                .toList();
        PinnedDataset dataset = new PinnedDataset(Analyses.of(StftParameters.defaults()), tracks);

        // When, then
        assertThatNoException().isThrownBy(() -> new TrackReader(arrays, dataset, 431).checkMemory(1979L << 20));
    }

    private TrackReader stftReader(Track track) {
        return new TrackReader(arrays, new PinnedDataset(Analyses.of(Events.COARSE_STFT), List.of(track)), 8);
    }

    private Track storedStft(float[] values) throws IOException {
        int frames = values.length / (2 * 513);
        ArrayArtifact written = arrays.write("spectrograms/stft.npy", new ComplexSpectrogram(513, frames, values));
        return new Track(
                "jazz/1",
                "jazz",
                written.getArtifact().getKey(),
                written.getArtifact().getSha256(),
                frames);
    }

    private JobRejectedException reject(Track track) {
        JobRejectedException rejection = catchThrowableOfType(
                JobRejectedException.class, () -> reader(track, 8).read(List.of(track), () -> {}));
        assertThat(rejection).hasMessageContaining("'jazz/1'");
        assertThat(rejection.field()).isEqualTo("dataset");
        assertThat(rejection.code()).isEqualTo("unknown-artifact");
        return rejection;
    }

    private TrackReader reader(Track track, int segmentFrames) {
        return new TrackReader(arrays, new PinnedDataset(Events.coarse(), List.of(track)), segmentFrames);
    }

    private Track stored(float[] values) throws IOException {
        ArrayArtifact written =
                arrays.write("spectrograms/jazz.npy", new MelSpectrogram(BANDS, values.length / BANDS, values));
        return new Track(
                "jazz/1",
                "jazz",
                written.getArtifact().getKey(),
                written.getArtifact().getSha256(),
                values.length / BANDS);
    }
}
