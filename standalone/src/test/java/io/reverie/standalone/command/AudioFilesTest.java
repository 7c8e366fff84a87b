package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AudioFilesTest {

    @TempDir
    private Path folder;

    @Test
    void subFoldersAreLabelsAndOtherFilesAreSkipped() throws IOException {
        // Given
        Path jazz = file("jazz/jazz.00001.wav");
        Path deep = file("rock/live/b.WAV");
        Path loose = file("loose.wav");
        Path compressed = file("rock/c.Flac");
        Path notes = file("notes.txt");

        // When
        AudioFiles found = AudioFiles.find(List.of(folder));

        // Then
        assertThat(found.tracks())
                .containsExactlyInAnyOrder(
                        new AudioFiles.Track(jazz, "jazz/jazz.00001.wav", "jazz"),
                        new AudioFiles.Track(compressed, "rock/c.Flac", "rock"),
                        new AudioFiles.Track(deep, "rock/live/b.WAV", "rock"),
                        new AudioFiles.Track(loose, "loose.wav", null));
        assertThat(found.skipped()).containsExactly(notes);
        assertThat(found.skippedNotice()).isEqualTo("Skipped 1 file that is not audio that can be read: " + notes);
    }

    @Test
    void namedFileIsTakenWhateverItsName() throws IOException {
        Path odd = file("take.bin");

        assertThat(AudioFiles.find(List.of(odd)).tracks()).containsExactly(new AudioFiles.Track(odd, "take.bin", null));
    }

    @Test
    void orderIsTheSameEveryTime() throws IOException {
        file("b/2.wav");
        file("a/1.wav");
        file("b/1.wav");

        assertThat(AudioFiles.find(List.of(folder)).tracks())
                .extracting(AudioFiles.Track::name)
                .containsExactly("a/1.wav", "b/1.wav", "b/2.wav");
    }

    @Test
    void folderWithoutAudioAndMissingPathAreRefused() throws IOException {
        file("only.txt");

        assertThatThrownBy(() -> AudioFiles.find(List.of(folder)))
                .isInstanceOf(MissingPathException.class)
                .hasMessageContaining("has no audio");
        assertThatThrownBy(() -> AudioFiles.find(List.of(folder.resolve("absent"))))
                .isInstanceOf(MissingPathException.class)
                .hasMessageContaining("no file or folder");
    }

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }
}
