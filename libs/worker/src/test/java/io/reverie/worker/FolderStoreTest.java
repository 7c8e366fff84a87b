package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class FolderStoreTest extends ArtifactStoreContract {

    @TempDir
    private Path temporary;

    private Path folder;
    private FolderStore store;

    @BeforeEach
    void open() throws IOException {
        folder = temporary.resolve("store");
        store = new FolderStore(folder);
    }

    @Override
    ArtifactStore store() {
        return store;
    }

    /** As where it is not mounted any more. */
    @Override
    void takeAway() throws IOException {
        Files.move(folder, temporary.resolve("elsewhere"));
    }

    @Override
    void bringBack() throws IOException {
        assertThat(folder).doesNotExist();
        Files.move(temporary.resolve("elsewhere"), folder);
    }

    @Override
    void assumeNamesOfAnyLanguage() {
        assumeThat(System.getProperty("sun.jnu.encoding", ""))
                .as("file names of any language need a UTF-8 locale")
                .isEqualToIgnoringCase("UTF-8");
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNotAllowed")
    void keysThatAreNotAllowedReachNoFile(String key) throws IOException {
        Files.writeString(temporary.resolve("secret.txt"), "secret");
        List<Callable<?>> uses = List.of(
                () -> store.open(key),
                () -> store.put(key, "text/plain", out -> out.write(ABC)),
                () -> store.putIfAbsent(key, "text/plain", out -> out.write(ABC)),
                () -> store.exists(key),
                () -> store.describe(key),
                () -> store.size(key),
                () -> store.localPath(key),
                () -> {
                    store.delete(key);
                    return null;
                });
        for (Callable<?> use : uses) {
            assertThatThrownBy(use::call).isInstanceOf(InvalidArtifactKeyException.class);
        }
        try (Stream<Path> all = Files.walk(temporary)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactly(temporary.resolve("secret.txt"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%2e%2e/secret.txt", "inputs/%2e%2e%2f%2e%2e%2fsecret.txt", "..%2fsecret.txt", "%2fetc%2fpasswd"
            })
    void percentSignsStandForThemselves(String key) throws IOException {
        // Given
        Files.writeString(temporary.resolve("secret.txt"), "secret");
        assertThatThrownBy(() -> store.open(key))
                .isInstanceOfAny(ArtifactNotFoundException.class, InvalidArtifactKeyException.class);

        // When a name of the store is made of it, then it is one inside
        if (!key.startsWith(".")) {
            store.put(key, "text/plain", out -> out.write(ABC));
            assertThat(store.list("")).containsExactly(key);
        }
        assertThat(temporary.resolve("secret.txt")).hasContent("secret");
    }

    @Test
    void linkThatLeavesTheStoreIsNotListedNorIsItsTargetRemoved() throws IOException {
        // Given links to a file and to a folder outside
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createSymbolicLink(folder.resolve("secret-link"), secret);

        // When
        assertThat(store.list("")).isEmpty();
        assertThatThrownBy(() -> store.list("link/"))
                .isInstanceOf(InvalidArtifactKeyException.class)
                .hasMessageContaining("leaves the store by a symbolic link");
        assertThatThrownBy(() -> store.delete("link/secret.txt")).isInstanceOf(InvalidArtifactKeyException.class);
        assertThatThrownBy(() -> store.delete("secret-link")).isInstanceOf(InvalidArtifactKeyException.class);

        // Then
        assertThat(secret).hasContent("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"link/secret.txt", "secret-link", "link/new/deep.txt"})
    void refusesLinksThatLeaveTheStore(String key) throws IOException {
        // Given links inside the store to what is outside
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), outside);
        Files.createSymbolicLink(folder.resolve("secret-link"), outside.resolve("secret.txt"));

        // Then what lies behind them cannot be read, and nothing can be written there
        if (!key.contains("new")) {
            assertThatThrownBy(() -> store.open(key))
                    .isInstanceOf(InvalidArtifactKeyException.class)
                    .hasMessageContaining("leaves the store by a symbolic link");
            assertThatThrownBy(() -> store.localPath(key)).isInstanceOf(InvalidArtifactKeyException.class);
        }
        if (key.startsWith("link/")) {
            assertThatThrownBy(() -> store.put(key, "text/plain", out -> out.write(ABC)))
                    .isInstanceOf(InvalidArtifactKeyException.class)
                    .hasMessageContaining("leaves the store by a symbolic link");
        } else {
            store.put(key, "text/plain", out -> out.write(ABC));
        }
        assertThat(outside).isDirectoryContaining("glob:**/secret.txt");
        assertThat(outside.resolve("secret.txt")).hasContent("secret");
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void refusesToWriteUnderAnArtifactOrADanglingLink() throws IOException {
        store.put("a", "text/plain", out -> out.write(ABC));
        Files.createSymbolicLink(folder.resolve("dangling"), temporary.resolve("nowhere"));
        for (String key : List.of("a/b", "dangling/b")) {
            assertThatThrownBy(() -> store.put(key, "text/plain", out -> out.write(ABC)))
                    .isInstanceOf(InvalidArtifactKeyException.class)
                    .hasMessageContaining("not a folder of the store");
            assertThat(store.exists(key)).isFalse();
        }
        store.put("folder/a", "text/plain", out -> out.write(ABC));
        assertThatThrownBy(() -> store.put("folder", "text/plain", out -> out.write(ABC)))
                .isInstanceOf(InvalidArtifactKeyException.class)
                .hasMessageContaining("is a folder of the store");
        assertThat(temporary.resolve("nowhere")).doesNotExist();
    }

    @Test
    void allowsLinksInsideTheStore() throws IOException {
        store.put("inputs/a.txt", "text/plain", out -> out.write(ABC));
        Files.createSymbolicLink(folder.resolve("alias.txt"), folder.resolve("inputs/a.txt"));
        try (InputStream in = store.open("alias.txt")) {
            assertThat(in.readAllBytes()).isEqualTo(ABC);
        }
    }

    @Test
    void artifactsAreFilesOfThisMachine() throws IOException {
        store.put("dreams/ab/dream.npy", "application/x-npy", out -> out.write(ABC));
        assertThat(store.localPath("dreams/ab/dream.npy").orElseThrow()).hasBinaryContent(ABC);
    }

    @Test
    void listsSizeAndTime() throws IOException {
        store.put("inputs/a.txt", "text/plain", out -> out.write(ABC));
        Instant written =
                Files.getLastModifiedTime(folder.resolve("inputs/a.txt")).toInstant();
        assertThat(store.files("inputs/")).containsExactly(new StoredFile("inputs/a.txt", 3, written));
    }

    @Test
    void folderGoesWithItsLastFile() throws IOException {
        store.put("dreams/1/a", "text/plain", out -> out.write(ABC));
        store.put("dreams/1/b", "text/plain", out -> out.write(ABC));
        store.delete("dreams/1/a");
        assertThat(folder.resolve("dreams/1")).exists();
        store.delete("dreams/1/b");
        assertThat(folder.resolve("dreams/1")).doesNotExist();
        assertThat(folder.resolve("dreams")).exists();
    }

    @Test
    void removesALinkAndNotWhatItPointsAt() throws IOException {
        store.put("inputs/a.txt", "text/plain", out -> out.write(ABC));
        Files.createSymbolicLink(folder.resolve("alias.txt"), folder.resolve("inputs/a.txt"));
        store.delete("alias.txt");
        assertThat(store.list("")).containsExactly("inputs/a.txt");
    }

    @Test
    void leavesNoFileWhereTheWriterFails() throws IOException {
        store.put("a/b", "text/plain", out -> out.write(ABC));
        assertThatThrownBy(() -> store.put("a/b", "text/plain", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(folder.resolve("a/b")).hasBinaryContent(ABC);
        assertThat(folder.resolve("a")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void doesNotListWhatAKillLeftBehind() throws IOException {
        store.put("dreams/1/a.npy", "application/x-npy", out -> out.write(ABC));
        Files.write(folder.resolve("dreams/1/.unfinished-0"), ABC);

        assertThat(store.list("dreams/")).containsExactly("dreams/1/a.npy");
        assertThat(store.list("")).containsExactly("dreams/1/a.npy");
    }

    @Test
    void saysWhichArtifactCannotBeOpened() throws IOException {
        store.put("a/b", "text/plain", out -> out.write(ABC));
        Files.setPosixFilePermissions(folder.resolve("a/b"), Set.of());
        assumeThat(Files.isReadable(folder.resolve("a/b")))
                .as("this user may read every file")
                .isFalse();
        assertThatThrownBy(() -> store.open("a/b"))
                .isInstanceOf(UnreadableArtifactException.class)
                .hasMessageContaining("a/b");
    }

    @Test
    void removesOldUnfinishedWritesOnly() throws IOException {
        store.put("a/b", "text/plain", out -> out.write(ABC));
        Path old = Files.write(folder.resolve("a/.unfinished-old"), ABC);
        Path young = Files.write(folder.resolve("a/.unfinished-young"), ABC);
        FileTime twoDaysAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
        Files.setLastModifiedTime(old, twoDaysAgo);
        Files.setLastModifiedTime(folder.resolve("a/b"), twoDaysAgo);

        List<StoredFile> unfinished = store.unfinished(Duration.ofDays(1));
        assertThat(unfinished).extracting(StoredFile::key).containsExactly("a/.unfinished-old");
        for (StoredFile file : unfinished) {
            store.removeUnfinished(file);
        }

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(store.list("")).containsExactly("a/b");
    }
}
