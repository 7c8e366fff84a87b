package io.reverie.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.reverie.schemas.Artifact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store does. */
abstract class ArtifactStoreContract {

    static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    /** FIPS 180-2, appendix B.1. */
    static final String SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    /** An empty store, the same one throughout a test. */
    abstract ArtifactStore store();

    /** From now on the store cannot be reached. */
    abstract void takeAway() throws IOException;

    /** It is there again, with what was in it. */
    abstract void bringBack() throws IOException;

    /** Skips where this machine cannot have the names of files that the store needs for such keys. */
    void assumeNamesOfAnyLanguage() {}

    /** Keys that are near {@code a/b}, which is there, and are not. */
    List<String> missingBeside() {
        return List.of("nothing", "a", "a/b/c");
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
        List<Callable<?>> uses = List.of(
                () -> store().open(key),
                () -> store().put(key, "text/plain", out -> out.write(ABC)),
                () -> store().putIfAbsent(key, "text/plain", out -> out.write(ABC)),
                () -> store().exists(key),
                () -> store().describe(key),
                () -> store().size(key),
                () -> store().localPath(key),
                () -> {
                    store().delete(key);
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
        assertThat(store().list("")).isEmpty();
    }

    @Test
    void refusesNull() {
        assertThatThrownBy(() -> store().open(null)).isInstanceOf(InvalidArtifactKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2e%2e/secret.txt",
                "inputs/%2e%2e%2f%2e%2e%2fsecret.txt",
                "%2fetc%2fpasswd",
                "inputs/a b+c%20d.wav",
                "inputs/a&b=c?d#e.wav",
                "inputs/~!@$^*()'\",;[]{}|<>`.wav",
                "inputs/ .wav",
                "inputs/a."
            })
    void charactersStandForThemselves(String key) throws IOException {
        // When
        store().put(key, "text/plain", out -> out.write(ABC));

        // Then
        assertThat(store().list("")).containsExactly(key);
        assertThat(store().list(key)).containsExactly(key);
        assertThat(store().describe(key).getSha256()).isEqualTo(SHA256_OF_ABC);
        assertThat(store().putIfAbsent(key, "text/plain", out -> out.write(ABC)))
                .isEmpty();
        store().delete(key);
        assertThat(store().exists(key)).isFalse();
    }

    @Test
    void aClaimIsThereAtOnceAndForOne() throws IOException {
        // When
        Artifact claimed = store().claim("dreams/by-id/a.json", "application/json", out -> out.write(ABC))
                .orElseThrow();

        // Then
        assertThat(store().describe("dreams/by-id/a.json")).isEqualTo(claimed);
        assertThat(store().claim("dreams/by-id/a.json", "application/json", out -> out.write(1)))
                .isEmpty();
        store().persist("dreams/by-id/a.json");
        assertThat(store().describe("dreams/by-id/a.json")).isEqualTo(claimed);

        // When it has gone, there is nothing to persist
        store().delete("dreams/by-id/a.json");
        store().persist("dreams/by-id/a.json");
        assertThat(store().list("dreams/")).isEmpty();
    }

    @Test
    void keepsNamesOfAnyLanguage() throws IOException {
        assumeNamesOfAnyLanguage();
        store().put("inputs/Größe 🎵 – 夢.wav", "audio/wav", out -> out.write(ABC));
        assertThat(store().list("")).containsExactly("inputs/Größe 🎵 – 夢.wav");
    }

    @Test
    void describesWhatItStored() throws IOException {
        Artifact put = store().put("dreams/ab/dream.npy", "application/x-npy", out -> out.write(ABC));

        assertThat(put).isEqualTo(new Artifact("dreams/ab/dream.npy", "application/x-npy", 3L, SHA256_OF_ABC));
        assertThat(store().describe("dreams/ab/dream.npy")).isEqualTo(put);
        assertThat(store().size("dreams/ab/dream.npy")).isEqualTo(put.getBytes());
        assertThat(store().exists("dreams/ab/dream.npy")).isTrue();
    }

    @Test
    void keepsWhatIsEmpty() throws IOException {
        Artifact put = store().put("empty", "text/plain", out -> {});

        assertThat(put.getBytes()).isZero();
        assertThat(store().describe("empty").getSha256()).isEqualTo(put.getSha256());
        assertThat(store().size("empty")).isZero();
    }

    @Test
    void removesAnArtifactAndMissesNone() throws IOException {
        store().put("inputs/a.txt", "text/plain", out -> out.write(ABC));
        store().delete("inputs/a.txt");
        store().delete("inputs/a.txt");
        assertThat(store().exists("inputs/a.txt")).isFalse();
        assertThatThrownBy(() -> store().delete("../a.txt")).isInstanceOf(InvalidArtifactKeyException.class);
    }

    @Test
    void listsSizeAndTimeSorted() throws IOException {
        // Given, in another order than they are listed in
        Instant before = Instant.now().minusSeconds(2);
        for (String key : List.of("inputs/b.txt", "inputs/a.txt", "inputs/a/c.txt")) {
            store().put(key, "text/plain", out -> out.write(ABC));
        }

        // When
        List<StoredFile> files = store().files("inputs/");

        // Then
        assertThat(files).extracting(StoredFile::key).containsExactly("inputs/a.txt", "inputs/a/c.txt", "inputs/b.txt");
        assertThat(files).allSatisfy(file -> {
            assertThat(file.bytes()).isEqualTo(3);
            assertThat(file.modified()).isBetween(before, Instant.now().plusSeconds(2));
        });
    }

    @Test
    void listsWhatBeginsWithAPrefix() throws IOException {
        for (String key : List.of("dreams/1/a.npy", "dreams/2/a.npy", "dreams2/a.npy")) {
            store().put(key, "application/x-npy", out -> out.write(ABC));
        }

        assertThat(store().list("dreams/")).containsExactly("dreams/1/a.npy", "dreams/2/a.npy");
        assertThat(store().list("dreams/1")).containsExactly("dreams/1/a.npy");
        assertThat(store().list("")).hasSize(3);
        assertThat(store().list("nothing/here")).isEmpty();
        assertThatThrownBy(() -> store().list("../")).isInstanceOf(InvalidArtifactKeyException.class);
    }

    @Test
    void replacesWholeArtifacts() throws IOException {
        store().put("a", "text/plain", out -> out.write(new byte[100_000]));
        Artifact second = store().put("a", "text/plain", out -> out.write(ABC));
        assertThat(second.getBytes()).isEqualTo(3);
        assertThat(content("a")).isEqualTo(ABC);
    }

    @Test
    void storesNothingWhereTheWriterFails() throws IOException {
        // Given an artifact
        store().put("a/b", "text/plain", out -> out.write(ABC));

        // When a writer fails half way, by an exception of either kind
        assertThatThrownBy(() -> store().put("a/b", "text/plain", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThatThrownBy(() -> store().put("a/c", "text/plain", out -> {
                    out.write(1);
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");

        // Then the artifact is what it was, and nothing is left behind
        assertThat(content("a/b")).isEqualTo(ABC);
        assertThat(store().list("")).containsExactly("a/b");
        assertThat(store().unfinished(Duration.ofSeconds(-5))).isEmpty();
    }

    @Test
    void writersMayCloseTheirStream() throws IOException {
        store().put("a", "text/plain", out -> {
            try (OutputStream closed = out) {
                new ByteArrayInputStream(ABC).transferTo(closed);
            }
        });
        assertThat(content("a")).isEqualTo(ABC);
    }

    @Test
    void saysWhichArtifactIsMissing() throws IOException {
        store().put("a/b", "text/plain", out -> out.write(ABC));
        for (String key : missingBeside()) {
            for (Callable<?> use : List.<Callable<?>>of(
                    () -> store().open(key), () -> store().size(key), () -> store().describe(key))) {
                assertThatThrownBy(use::call)
                        .isInstanceOf(ArtifactNotFoundException.class)
                        .hasMessage("There is no artifact '" + key + "' in the store");
            }
            assertThat(store().exists(key)).isFalse();
        }
    }

    @Test
    void nothingIsMissingFromAStoreThatIsAway() throws IOException {
        // Given
        store().put("a/b", "text/plain", out -> out.write(ABC));
        takeAway();

        // When it is used, then that is about the store, not about the artifact
        List<Callable<?>> uses = List.of(
                () -> store().open("a/b"),
                () -> store().put("a/b", "text/plain", out -> out.write(ABC)),
                () -> store().putIfAbsent("a/c", "text/plain", out -> out.write(ABC)),
                () -> store().exists("a/b"),
                () -> store().describe("a/b"),
                () -> store().size("a/b"),
                () -> store().list("a/"),
                () -> store().unfinished(Duration.ZERO));
        for (Callable<?> use : uses) {
            assertThatThrownBy(use::call)
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(UnusableArtifactException.class)
                    .hasMessageContaining("cannot be reached");
        }

        // And it goes on when it is back
        bringBack();
        assertThat(store().exists("a/b")).isTrue();
    }

    @Test
    void onlyOneOfManyGetsAFreeKey() throws Exception {
        // Given many writers of the same key at once
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<Artifact>>> writers = IntStream.range(0, 32)
                    .<Callable<Optional<Artifact>>>mapToObj(number ->
                            () -> store().putIfAbsent("id.json", "application/json", out -> out.write(number)))
                    .toList();
            List<Artifact> winners = new ArrayList<>();
            for (Future<Optional<Artifact>> writer : pool.invokeAll(writers)) {
                writer.get().ifPresent(winners::add);
            }

            // Then one wins, and its content is what is stored
            assertThat(winners).hasSize(1);
            assertThat(store().describe("id.json")).isEqualTo(winners.get(0));
            assertThat(store().unfinished(Duration.ofSeconds(-5))).isEmpty();
        } finally {
            pool.shutdownNow();
        }
    }

    byte[] content(String key) throws IOException {
        try (InputStream in = store().open(key)) {
            return in.readAllBytes();
        }
    }
}
