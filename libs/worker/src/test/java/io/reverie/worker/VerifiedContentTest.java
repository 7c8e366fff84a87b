package io.reverie.worker;

import java.io.IOException;
import java.nio.file.Path;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class VerifiedContentTest {

    @TempDir
    private Path folder;

    private FolderStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder);
    }

    @Test
    void bytesAreWhatWasDescribed() throws IOException {
        Artifact ten = store.put("model.zip", "application/zip", out -> out.write(new byte[10]));
        assertThat(VerifiedContent.bytes(store, "model.zip", ten.getSha256(), "model", 10))
                .hasSize(10);
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "model",
                () -> VerifiedContent.bytes(store, "model.zip", ten.getSha256(), "model", 9));
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "model",
                () -> VerifiedContent.bytes(store, "model.zip", "0".repeat(64), "model", 10));
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "model",
                () -> VerifiedContent.bytes(store, "other.zip", ten.getSha256(), "model", 10));
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "model",
                () -> VerifiedContent.bytes(store, "../model.zip", ten.getSha256(), "model", 10));
    }

    @Test
    void sizeIsThatOfContentThatIsWhatWasDescribed() throws IOException {
        // Given a file of a megabyte, the most that is allowed, and one of a byte more
        Artifact largest = store.put("model.zip", "application/zip", out -> out.write(new byte[1 << 20]));
        store.put("larger.zip", "application/zip", out -> out.write(new byte[(1 << 20) + 1]));

        // Then
        assertThat(VerifiedContent.size(store, "model.zip", largest.getSha256(), "model", 1, "some.limit"))
                .isEqualTo(1 << 20);
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "model",
                () -> VerifiedContent.size(store, "model.zip", "0".repeat(64), "model", 1, "some.limit"));
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "model",
                () -> VerifiedContent.size(store, "other.zip", largest.getSha256(), "model", 1, "some.limit"));

        // And the larger one is not read: its hash would be another
        assertThatThrownBy(() -> VerifiedContent.size(store, "larger.zip", "0".repeat(64), "model", 1, "some.limit"))
                .hasMessageContaining("'larger.zip' has 1048577 bytes")
                .extracting("code", "field", "allowed")
                .containsExactly("invalid-value", "model", "at most 1 MB of 2^20 bytes (some.limit)");
    }

    @Test
    void anEventIsTheOneThatWasDescribed() throws IOException {
        Artifact event = EventArtifacts.write(store, "dream.avro", Requests.dream("dream-1"));
        assertThat(EventArtifacts.read(store, event, "dream", DreamRequest.class))
                .isEqualTo(Requests.dream("dream-1"));

        EventArtifacts.write(store, "dream.avro", Requests.dream("dream-2"));
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "dream.key",
                () -> EventArtifacts.read(store, event, "dream", DreamRequest.class));
    }

    @Test
    void anEventHasABound() throws IOException {
        Artifact huge = store.put(
                "dream.avro", "application/octet-stream", out -> out.write(new byte[EventArtifacts.MOST_BYTES + 1]));
        assertRejected(
                FailureCodes.INVALID_VALUE, null, () -> EventArtifacts.read(store, "dream.avro", DreamRequest.class));
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "dream.key",
                () -> EventArtifacts.read(store, huge, "dream", DreamRequest.class));
    }

    private static void assertRejected(String code, String field, ThrowingCallable call) {
        JobRejectedException rejected = catchThrowableOfType(JobRejectedException.class, call);
        assertThat(rejected).isNotNull();
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.field()).isEqualTo(field);
    }
}
