package io.reverie.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.TrainProgress;
import io.reverie.worker.StoreCleaning.Garbage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoreCleaningTest {

    private static final Duration GRACE = Duration.ofHours(24);
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    private FolderStore store;
    private final RetainedNames names = new RetainedNames();

    @BeforeEach
    void open() throws IOException {
        store = new FolderStore(folder);
    }

    @Test
    void jobThatNoEventNamesGoesWithManifestAndReservationTheManifestFirst() throws IOException {
        // Given
        Reservation reservation = reserve("dreams", "dream-1", Map.of());
        String files = "dreams/" + reservation.hash() + "/";
        put(files + "dream.npy", files + "a.png", files + "manifest.avro");
        age();

        // When
        Garbage garbage = garbage();
        StoreCleaning.list(store, GRACE).remove(garbage);

        // Then
        assertThat(garbage.artifacts())
                .extracting(StoredFile::key)
                .startsWith(files + "manifest.avro")
                .containsExactlyInAnyOrder(
                        files + "manifest.avro",
                        files + "a.png",
                        files + "dream.npy",
                        Reservation.key("dreams", "dream-1"));
        assertThat(store.list("")).isEmpty();
        assertThat(folder.resolve(files)).doesNotExist();
    }

    @Test
    void jobWhoseArtifactOrFinishedEventIsRetainedStaysWhole() throws IOException {
        // Given one job of which an event names a file, and one without files whose finished event is retained
        Reservation named = reserve("models", "train-1", Map.of());
        Reservation finished = reserve("scores", "dream-1", Map.of());
        put("models/" + named.hash() + "/model.zip", "models/" + named.hash() + "/manifest.avro");
        put("scores/" + finished.hash() + "/manifest.avro");
        age();

        // When
        names.add(progress("any", "models/" + named.hash() + "/model.zip"));
        names.add(progress("scores-" + finished.hash(), "elsewhere"));

        // Then
        assertThat(garbage().artifacts()).isEmpty();
    }

    @Test
    void jobThatMayBeRunningKeepsItsCheckpointAndWhatItPins() throws IOException {
        // Given a request that is on its topic yet, whose training is interrupted
        String pinned = "spectrograms/" + HASH + "/mel.npy";
        Reservation running = reserve("models", "train-1", Map.of("spectrogram/a", pinned + " " + HASH));
        Reservation over = reserve("models", "train-0", Map.of());
        put(pinned, "models/" + running.hash() + "/checkpoint.gz", "models/" + over.hash() + "/checkpoint.gz");
        age();

        // When
        names.addRequest(
                IngestRequest.newBuilder()
                        .setTrackKey("train-1")
                        .setSource(AudioSource.newBuilder().setKey("inputs/a").build())
                        .build(),
                "trackKey");

        // Then
        assertThat(garbage().artifacts())
                .extracting(StoredFile::key)
                .containsExactlyInAnyOrder(
                        "models/" + over.hash() + "/checkpoint.gz", Reservation.key("models", "train-0"));
    }

    @Test
    void jobWithOneYoungFileStaysWhole() throws IOException {
        Reservation reservation = reserve("models", "train-1", Map.of());
        put("models/" + reservation.hash() + "/old");
        age();
        put("models/" + reservation.hash() + "/young");
        assertThat(garbage().artifacts()).isEmpty();
    }

    @Test
    void inputsGoUnlessARequestNamesThemAndOtherFoldersAreLeftAlone() throws IOException {
        // Given
        put("inputs/1/named.wav", "inputs/2/unnamed.wav", "mine/notes.txt", "dreams/readme.txt");
        age();
        put("inputs/3/young.wav");

        // When
        names.add(IngestRequest.newBuilder()
                .setTrackKey("a")
                .setSource(AudioSource.newBuilder().setKey("inputs/1/named.wav").build())
                .build());

        // Then
        assertThat(garbage().artifacts()).extracting(StoredFile::key).containsExactly("inputs/2/unnamed.wav");
    }

    @Test
    void unfinishedWritesGoOnceTheyAreOld() throws IOException {
        put("dreams/" + HASH + "/.unfinished-1");
        age();
        put("dreams/" + HASH + "/.unfinished-2");
        StoreCleaning cleaning = StoreCleaning.list(store, GRACE);
        cleaning.remove(cleaning.garbage(names));
        assertThat(folder.resolve("dreams/" + HASH)).isDirectoryNotContaining("glob:**/.unfinished-1");
        assertThat(folder.resolve("dreams/" + HASH)).isDirectoryContaining("glob:**/.unfinished-2");
    }

    @Test
    void damagedReservationIsLeftAlone() throws IOException {
        String key = Reservation.key("dreams", "dream-1");
        store.put(key, "application/json", out -> out.write('{'));
        age();
        assertThat(garbage().artifacts()).isEmpty();
    }

    @Test
    void refusesANegativeGracePeriod() {
        assertThatThrownBy(() -> StoreCleaning.list(store, Duration.ofSeconds(-1)))
                .hasMessageContaining("must not be negative");
    }

    private Garbage garbage() throws IOException {
        return StoreCleaning.list(store, GRACE).garbage(names);
    }

    private Reservation reserve(String prefix, String id, Map<String, String> inputs) throws IOException {
        Reservation reservation = new Reservation(id, Sha256.of(prefix + id), "test-1", new TreeMap<>(inputs), false);
        reservation.write(store, Reservation.key(prefix, id));
        return reservation;
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            Path file = folder.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {1, 2, 3});
        }
    }

    private void age() throws IOException {
        List<Path> files;
        try (var all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(GRACE.multipliedBy(2))));
        }
    }

    private static TrainProgress progress(String id, String key) {
        return TrainProgress.newBuilder()
                .setId(id)
                .setTrainId("train-1")
                .setStep(1)
                .setOf(1)
                .setEpoch(1)
                .setLoss(0.5)
                .setCurves(new Artifact(key, "application/octet-stream", 3L, HASH))
                .build();
    }
}
