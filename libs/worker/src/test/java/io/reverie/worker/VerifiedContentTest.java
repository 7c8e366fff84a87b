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
        Artifact large = store.put("model.zip", "application/zip", out -> out.write(new byte[200_000]));
        assertThat(VerifiedContent.size(store, "model.zip", large.getSha256(), "model", 200_000))
                .isEqualTo(200_000);
        assertRejected(
                FailureCodes.INVALID_VALUE,
                "model",
                () -> VerifiedContent.size(store, "model.zip", large.getSha256(), "model", 199_999));
        assertRejected(
                FailureCodes.UNKNOWN_ARTIFACT,
                "model",
                () -> VerifiedContent.size(store, "model.zip", "0".repeat(64), "model", 200_000));
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
