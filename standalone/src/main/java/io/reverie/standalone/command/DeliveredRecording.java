package io.reverie.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.RecordingReady;
import io.reverie.standalone.output.EventJson;
import io.reverie.worker.ArtifactStore;

/**
 * A recording in a folder of the user's: {@code <dreamId>.wav} and its pictures beside it.
 *
 * @param recording the event
 * @param wav where the recording is
 * @param pictures where its pictures are, in the order of the event
 * @param animation where its animation is, if it has one
 */
public record DeliveredRecording(RecordingReady recording, Path wav, List<Path> pictures, Optional<Path> animation) {

    public DeliveredRecording {
        pictures = List.copyOf(pictures);
    }

    /**
     * Copies a recording out of the store.
     *
     * @param folder made where it is not there
     */
    public static DeliveredRecording copy(RecordingReady recording, ArtifactStore store, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        Path wav = folder.resolve(recording.getDreamId() + ".wav");
        copy(store, recording.getWav(), wav);
        List<Path> pictures = new ArrayList<>();
        for (Artifact picture : recording.getPictures()) {
            pictures.add(copyBeside(recording, store, picture, folder));
        }
        Optional<Path> animation = recording.getAnimation() == null
                ? Optional.empty()
                : Optional.of(copyBeside(recording, store, recording.getAnimation(), folder));
        return new DeliveredRecording(recording, wav, pictures, animation);
    }

    private static Path copyBeside(RecordingReady recording, ArtifactStore store, Artifact artifact, Path folder)
            throws IOException {
        String key = artifact.getKey();
        Path file = folder.resolve(recording.getDreamId() + "-" + key.substring(key.lastIndexOf('/') + 1));
        copy(store, artifact, file);
        return file;
    }

    private static void copy(ArtifactStore store, Artifact artifact, Path file) throws IOException {
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        try (InputStream in = store.open(artifact.getKey())) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The event as a line of JSON, its paths those of the copies. */
    String json(EventJson events) {
        ObjectNode node = events.node(recording);
        putPath(node.withObject("/wav"), wav);
        ArrayNode described = (ArrayNode) node.get("pictures");
        for (int i = 0; i < pictures.size(); i++) {
            putPath((ObjectNode) described.get(i), pictures.get(i));
        }
        animation.ifPresent(path -> putPath(node.withObject("/animation"), path));
        return EventJson.write(node);
    }

    /** What was heard in it as a line of JSON, the recording's path that of the copy. */
    String json(EventJson events, DreamScored scored) {
        ObjectNode node = events.node(scored);
        putPath(node.withObject("/recording"), wav);
        return EventJson.write(node);
    }

    private static void putPath(ObjectNode artifact, Path path) {
        artifact.put("path", path.toAbsolutePath().normalize().toString());
    }
}
