package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.reverie.schemas.Artifact;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class FolderStoreTest {

    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    /** FIPS 180-2, appendix B.1. */
    private static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path temporary;

    private Path folder;
    private FolderStore store;

    @BeforeEach
    void open() throws IOException {
        folder = temporary.resolve("store");
        store = new FolderStore(folder);
    }

    static Stream<String> keysThatAreNotAllowed() {
        return Stream.of(
                "../secret.txt",
                "inputs/../../secret.txt",
                "inputs/..",
                "./a",
                "/etc/passwd",
                "file:///etc/passwd",
                "file:secret.txt",
                "//server/share/a.wav",
                "\\\\server\\share\\a.wav",
                "..\\secret.txt",
                "inputs/..\u0000/secret.txt",
                "http://example.org/a.wav",
                "C:/a.wav",
                "inputs\\..\\a.wav",
                "",
                "inputs//a.wav",
                "inputs/",
                "inputs/a\n.wav",
                "inputs/a\u0000.wav",
                "inputs/\u0085.wav",
                "inputs/.hidden",
                ".unfinished-1",
                "inputs/\ud800.wav",
                "a/".repeat(2048) + "b",
                "x".repeat(256),
                "ü".repeat(200));
    }

    @ParameterizedTest
    @MethodSource("keysThatAreNotAllowed")
    void refusesKeysThatLeaveTheStoreOrAreNotWellFormed(String key) throws IOException {
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
            assertThatThrownBy(use::call)
                    .isInstanceOf(InvalidArtifactKeyException.class)
                    .hasMessageContaining("The artifact key '" + ArtifactKeys.printable(key) + "'")
                    .message()
                    .hasSizeLessThan(200)
                    .doesNotContain("\n", "\u0000");
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

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> store.open(null)).isInstanceOf(InvalidArtifactKeyException.class);
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
    void describesWhatItStored() throws IOException {
        Artifact put = store.put("dreams/ab/dream.npy", "application/x-npy", out -> out.write(ABC));

        assertThat(put).isEqualTo(new Artifact("dreams/ab/dream.npy", "application/x-npy", 3L, SHA256_OF_ABC));
        assertThat(store.describe("dreams/ab/dream.npy")).isEqualTo(put);
        assertThat(store.size("dreams/ab/dream.npy")).isEqualTo(put.getBytes());
        assertThat(store.localPath("dreams/ab/dream.npy").orElseThrow()).hasBinaryContent(ABC);
        assertThat(store.exists("dreams/ab/dream.npy")).isTrue();
    }

    @Test
    void keepsNamesOfAnyLanguage() throws IOException {
        String name = System.getProperty("sun.jnu.encoding", "");
        assumeThat(name).as("file names of any language need a UTF-8 locale").isEqualToIgnoringCase("UTF-8");
        store.put("inputs/Größe 🎵 – 夢.wav", "audio/wav", out -> out.write(ABC));
        assertThat(store.list("")).containsExactly("inputs/Größe 🎵 – 夢.wav");
    }

    @Test
    void removesAnArtifactAndMissesNone() throws IOException {
        store.put("inputs/a.txt", "text/plain", out -> out.write(ABC));
        store.delete("inputs/a.txt");
        store.delete("inputs/a.txt");
        assertThat(store.exists("inputs/a.txt")).isFalse();
        assertThatThrownBy(() -> store.delete("../a.txt")).isInstanceOf(InvalidArtifactKeyException.class);
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
    void replacesWholeArtifacts() throws IOException {
        store.put("a", "text/plain", out -> out.write(new byte[100_000]));
        Artifact second = store.put("a", "text/plain", out -> out.write(ABC));
        assertThat(second.getBytes()).isEqualTo(3);
        assertThat(folder.resolve("a")).hasBinaryContent(ABC);
    }

    @Test
    void storesNothingWhereTheWriterFails() throws IOException {
        // Given an artifact
        store.put("a/b", "text/plain", out -> out.write(ABC));

        // When a writer fails half way, by an exception of either kind
        assertThatThrownBy(() -> store.put("a/b", "text/plain", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThatThrownBy(() -> store.put("a/c", "text/plain", out -> {
                    out.write(1);
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");

        // Then the artifact is what it was, and no file is left behind
        assertThat(folder.resolve("a/b")).hasBinaryContent(ABC);
        assertThat(folder.resolve("a")).isDirectoryNotContaining("glob:**/.*");
        assertThat(store.list("")).containsExactly("a/b");
    }

    @Test
    void doesNotListWhatAKillLeftBehind() throws IOException {
        store.put("dreams/1/a.npy", "application/x-npy", out -> out.write(ABC));
        store.put("dreams/2/a.npy", "application/x-npy", out -> out.write(ABC));
        store.put("dreams2/a.npy", "application/x-npy", out -> out.write(ABC));
        Files.write(folder.resolve("dreams/1/.unfinished-0"), ABC);

        assertThat(store.list("dreams/")).containsExactly("dreams/1/a.npy", "dreams/2/a.npy");
        assertThat(store.list("dreams/1")).containsExactly("dreams/1/a.npy");
        assertThat(store.list("")).hasSize(3);
        assertThat(store.list("nothing/here")).isEmpty();
        assertThatThrownBy(() -> store.list("../")).isInstanceOf(InvalidArtifactKeyException.class);
    }

    @Test
    void saysWhichArtifactIsMissing() throws IOException {
        store.put("a/b", "text/plain", out -> out.write(ABC));
        for (String key : List.of("nothing", "a", "a/b/c")) {
            assertThatThrownBy(() -> store.open(key))
                    .isInstanceOf(ArtifactNotFoundException.class)
                    .hasMessage("There is no artifact '" + key + "' in the store");
            assertThat(store.exists(key)).isFalse();
        }
    }

    @Test
    void nothingIsMissingFromAStoreThatIsAway() throws IOException {
        // Given a store whose folder has gone, for example because it is not mounted any more
        store.put("a/b", "text/plain", out -> out.write(ABC));
        Files.move(folder, temporary.resolve("elsewhere"));

        // When it is used, then that is about the store, not about the artifact
        List<Callable<?>> uses = List.of(
                () -> store.open("a/b"),
                () -> store.put("a/b", "text/plain", out -> out.write(ABC)),
                () -> store.putIfAbsent("a/c", "text/plain", out -> out.write(ABC)),
                () -> store.exists("a/b"),
                () -> store.describe("a/b"),
                () -> store.size("a/b"),
                () -> store.list("a/"));
        for (Callable<?> use : uses) {
            assertThatThrownBy(use::call)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UnusableArtifactException.class)
                    .hasMessageContaining("cannot be reached");
        }
        assertThat(folder).doesNotExist();

        // And it goes on when the folder is back
        Files.move(temporary.resolve("elsewhere"), folder);
        assertThat(store.exists("a/b")).isTrue();
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

    @Test
    void onlyOneOfManyGetsAFreeKey() throws Exception {
        // Given many writers of the same key at once
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<Artifact>>> writers = IntStream.range(0, 32)
                    .<Callable<Optional<Artifact>>>mapToObj(
                            number -> () -> store.putIfAbsent("id.json", "application/json", out -> out.write(number)))
                    .toList();
            List<Artifact> winners = new ArrayList<>();
            for (Future<Optional<Artifact>> writer : pool.invokeAll(writers)) {
                writer.get().ifPresent(winners::add);
            }

            // Then one wins, and its content is what is stored
            assertThat(winners).hasSize(1);
            assertThat(store.describe("id.json")).isEqualTo(winners.get(0));
            assertThat(folder).isDirectoryNotContaining("glob:**/.*");
        } finally {
            pool.shutdownNow();
        }
    }
}
