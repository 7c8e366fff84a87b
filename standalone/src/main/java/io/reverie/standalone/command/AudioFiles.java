package io.reverie.standalone.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.reverie.audio.file.AudioFile;

/**
 * The audio files that paths of a command line stand for.
 *
 * @param tracks in the order of the paths, those of a folder sorted
 * @param skipped files of folders that are not audio by their name
 */
record AudioFiles(List<Track> tracks, List<Path> skipped) {

    /**
     * An audio file.
     *
     * @param file where it lies
     * @param name its path within the folder that was given, with '/' between its parts; of a file its name
     * @param label first folder of the name; null where it has none
     */
    record Track(Path file, String name, String label) {}

    /**
     * Looks for audio. A file that is named itself is taken whatever its name.
     *
     * @throws MissingPathException where a path leads nowhere or a folder has no audio
     */
    static AudioFiles find(List<Path> paths) throws IOException {
        List<Track> tracks = new ArrayList<>();
        List<Path> skipped = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isRegularFile(path)) {
                tracks.add(new Track(path, path.getFileName().toString(), null));
            } else if (Files.isDirectory(path)) {
                addFolder(path, tracks, skipped);
            } else {
                throw new MissingPathException(path);
            }
        }
        return new AudioFiles(List.copyOf(tracks), List.copyOf(skipped));
    }

    private static void addFolder(Path folder, List<Track> tracks, List<Path> skipped) throws IOException {
        int before = tracks.size();
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile).sorted().forEach(file -> {
                if (isAudio(file)) {
                    tracks.add(track(folder, file));
                } else {
                    skipped.add(file);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (tracks.size() == before) {
            throw new MissingPathException(
                    "The folder " + folder + " has no audio: files ending in " + String.join(", ", AudioFile.ENDINGS));
        }
    }

    private static Track track(Path folder, Path file) {
        Path relative = folder.relativize(file);
        String name = relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
        return new Track(
                file, name, relative.getNameCount() > 1 ? relative.getName(0).toString() : null);
    }

    private static boolean isAudio(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && AudioFile.isNamedLikeAudio(name);
    }

    /** What was passed over, in one line; empty where nothing was. */
    String skippedNotice() {
        if (skipped.isEmpty()) {
            return "";
        }
        String names =
                String.join(", ", skipped.stream().limit(3).map(Path::toString).toList());
        return "Skipped " + skipped.size() + (skipped.size() == 1 ? " file that is" : " files that are")
                + " not audio that can be read: " + names + (skipped.size() > 3 ? ", ..." : "");
    }
}
