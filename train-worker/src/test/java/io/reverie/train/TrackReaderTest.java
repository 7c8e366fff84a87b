package io.reverie.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.reverie.audio.MelSpectrogram;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.worker.FolderStore;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.ArrayArtifacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
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
        assertThat(loaded.mel().frames()).isEqualTo(8);
        assertThat(loaded.mel().values()[7 * BANDS + 5]).isEqualTo(values[BANDS + 5]);
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
