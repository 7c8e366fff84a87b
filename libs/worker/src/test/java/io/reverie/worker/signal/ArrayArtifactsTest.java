package io.reverie.worker.signal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.reverie.audio.ComplexSpectrogram;
import io.reverie.audio.MelSpectrogram;
import io.reverie.audio.NpyArray;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.FolderStore;
import io.reverie.worker.JobRejectedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ArrayArtifactsTest {

    @TempDir
    private Path folder;

    private FolderStore store;
    private ArrayArtifacts arrays;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder);
        arrays = new ArrayArtifacts(store);
    }

    @Test
    void anStftComesBack() throws IOException {
        // Given 2 bins and 3 frames
        ComplexSpectrogram stft = new ComplexSpectrogram(2, 3, counting(12));

        ArrayArtifact written = arrays.write("spectrograms/a/stft.npy", stft);

        assertThat(written.getDtype()).isEqualTo("<f4");
        assertThat(written.getShape()).containsExactly(2L, 2L, 3L);
        assertThat(written.getAxes()).containsExactly("part", "bins", "frames");
        assertThat(written.getArtifact()).isEqualTo(store.describe("spectrograms/a/stft.npy"));
        ComplexSpectrogram read = arrays.readStft(written, "spectrogram");
        assertThat(read.bins()).isEqualTo(2);
        assertThat(read.frames()).isEqualTo(3);
        assertThat(read.values()).isEqualTo(counting(12));
    }

    @Test
    void aMelSpectrogramComesBack() throws IOException {
        ArrayArtifact written = arrays.write("mel.npy", new MelSpectrogram(2, 3, counting(6)));
        assertThat(written.getAxes()).containsExactly("bands", "frames");
        MelSpectrogram read = arrays.readMel(written, "spectrogram");
        assertThat(read.bands()).isEqualTo(2);
        assertThat(read.values()).isEqualTo(counting(6));
    }

    @Test
    void arraysInCOrderAreTheSameArrays() throws IOException {
        // Given what numpy saves unless it is told otherwise: the last axis moves fastest
        ArrayArtifact mel = arrays.write(
                "mel.npy", NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, false, 2, 3), List.of("bands", "frames"));
        ArrayArtifact stft = arrays.write(
                "stft.npy",
                NpyArray.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, false, 2, 2, 3),
                List.of("part", "bins", "frames"));

        // Then (band, frame) is at frame * bands + band, and real and imaginary parts are neighbours
        assertThat(arrays.readMel(mel, "input").values()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(arrays.readStft(stft, "input").values()).containsExactly(1, 7, 4, 10, 2, 8, 5, 11, 3, 9, 6, 12);
    }

    @Test
    void aTableIsRowsByColumns() throws IOException {
        ArrayArtifact written =
                arrays.writeTable("t.npy", List.of(new double[] {1, 2}, new double[] {3, Double.NaN}), 2, "iterations");
        assertThat(written.getDtype()).isEqualTo("<f8");
        assertThat(written.getShape()).containsExactly(2L, 2L);
        assertThat(written.getAxes()).containsExactly("iterations", "columns");
        assertThat(arrays.read(written, "trajectory").doubles()).containsExactly(1, 2, 3, Double.NaN);
        assertThat(arrays.writeTable("empty.npy", List.of(), 2, "iterations").getShape())
                .containsExactly(0L, 2L);
        assertThatThrownBy(() -> arrays.writeTable("t.npy", List.of(new double[1]), 2, "iterations"))
                .hasMessageContaining("Row 0 must have 2 columns, but has 1");
    }

    static Stream<Arguments> wrongDescriptions() {
        return Stream.of(
                wrong(FailureCodes.INVALID_VALUE, "input.shape", a -> a.setShape(List.of(2L, 4L))),
                wrong(FailureCodes.INVALID_VALUE, "input.dtype", a -> a.setDtype("<f8")),
                wrong(FailureCodes.UNKNOWN_ARTIFACT, "input.artifact.key", a -> a.getArtifact()
                        .setSha256("0".repeat(64))),
                wrong(FailureCodes.UNKNOWN_ARTIFACT, "input.artifact.key", a -> a.getArtifact()
                        .setKey("other.npy")),
                wrong(FailureCodes.INVALID_VALUE, "input.artifact.key", a -> a.getArtifact()
                        .setKey("../mel.npy")));
    }

    @ParameterizedTest
    @MethodSource("wrongDescriptions")
    void refusesWhatIsNotAsDescribed(String code, String field, Consumer<ArrayArtifact> change) throws IOException {
        ArrayArtifact described = arrays.write("mel.npy", new MelSpectrogram(2, 3, counting(6)));
        change.accept(described);
        assertRejected(code, field, () -> arrays.readMel(described, "input"));
    }

    @Test
    void refusesFilesThatAreNoArraysAndArraysOfAnotherKind() throws IOException {
        Artifact text = store.put("text.npy", "application/x-npy", out -> out.write("not numpy".getBytes()));
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "input",
                () -> arrays.readMel(
                        new ArrayArtifact(text, "<f4", List.of(2L, 3L), List.of("bands", "frames")), "input"));

        ArrayArtifact mel = arrays.write("mel.npy", new MelSpectrogram(2, 3, counting(6)));
        assertRejected(FailureCodes.INVALID_VALUE, "input.shape", () -> arrays.readStft(mel, "input"));

        ArrayArtifact doubles = arrays.writeTable("t.npy", List.of(new double[] {1, 2}), 2, "rows");
        assertRejected(FailureCodes.INVALID_VALUE, "input.dtype", () -> arrays.readMel(doubles, "input"));

        ArrayArtifact three =
                arrays.write("3.npy", NpyArray.of(counting(6), true, 3, 1, 2), List.of("part", "bins", "frames"));
        assertRejected(FailureCodes.INVALID_VALUE, "input.shape", () -> arrays.readStft(three, "input"));

        ArrayArtifact empty = arrays.write("0.npy", new MelSpectrogram(2, 0, new float[0]));
        assertRejected(FailureCodes.INVALID_VALUE, "input.shape", () -> arrays.readMel(empty, "input"));
    }

    @Test
    void readsNoMoreThanWasDescribed() throws IOException {
        // Given an array that is larger by far than the event says
        ArrayArtifact mel = arrays.write("mel.npy", new MelSpectrogram(100, 2000, new float[200_000]));
        mel.setShape(List.of(2L, 3L));
        JobRejectedException rejected =
                catchThrowableOfType(JobRejectedException.class, () -> arrays.readMel(mel, "input"));
        assertThat(rejected.field()).isEqualTo("input.shape");
        assertThat(rejected.allowed()).contains("larger");
    }

    static Stream<List<Long>> shapesThatAreTooLarge() {
        return Stream.of(List.of(2L, 4L), List.of(7L), List.of(Long.MAX_VALUE, Long.MAX_VALUE), List.of(-1L, 3L));
    }

    @ParameterizedTest
    @MethodSource("shapesThatAreTooLarge")
    void refusesShapesThatAreTooLargeBeforeTheFileIsOpened(List<Long> shape) throws IOException {
        ArrayArtifacts small = new ArrayArtifacts(store, 6);
        ArrayArtifact described = arrays.write("mel.npy", new MelSpectrogram(2, 3, counting(6)));
        assertThat(small.readMel(described, "input").values()).hasSize(6);
        described.setShape(shape);
        described.getArtifact().setKey("nothing.npy");
        assertRejected(FailureCodes.INVALID_VALUE, "input.shape", () -> small.readMel(described, "input"));
    }

    @Test
    void refusesValuesThatAreNotFinite() throws IOException {
        ArrayArtifact mel = arrays.write("mel.npy", new MelSpectrogram(2, 1, new float[] {1, Float.NaN}));
        assertRejected(FailureCodes.INVALID_VALUE, "input", () -> arrays.readMel(mel, "input"));
    }

    private static void assertRejected(
            String code, String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        JobRejectedException rejected = catchThrowableOfType(JobRejectedException.class, call);
        assertThat(rejected).isNotNull();
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.field()).isEqualTo(field);
    }

    private static Arguments wrong(String code, String field, Consumer<ArrayArtifact> change) {
        return Arguments.of(code, field, change);
    }

    private static float[] counting(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i + 1;
        }
        return values;
    }
}
