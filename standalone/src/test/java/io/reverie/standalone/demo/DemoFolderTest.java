package io.reverie.standalone.demo;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.reverie.audio.Audio;
import io.reverie.audio.file.WavFile;
import io.reverie.standalone.demo.DemoPlan.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DemoFolderTest {
    @TempDir
    private Path root;

    @Test
    void writesTheCorpusAsIngestTakesIt() throws Exception {
        // Given a piece of a corpus, and one that is kept out
        Piece piece = new Piece(Genre.DRONE, "drone.00.wav", 5);
        Piece keptOut = new Piece(Genre.CHORALE, "chorale.wav", 9);
        DemoFolder folder = new DemoFolder(root);

        // When they are written, twice
        folder.write(List.of(piece), keptOut);
        folder.write(List.of(piece), keptOut);

        // Then the corpus has its piece under its genre, and the other one lies elsewhere
        Path file = root.resolve("corpus/drone/drone.00.wav");
        assertThat(root.resolve("corpus")).isDirectoryRecursivelyContaining("glob:**/drone.00.wav");
        assertThat(root.resolve("kept-out/chorale.wav")).isRegularFile();
        assertThat(root.resolve("corpus/chorale")).doesNotExist();

        // And what is read back is the piece, to 16 bits
        try (InputStream in = Files.newInputStream(file)) {
            Audio audio = WavFile.read(in);
            assertThat(audio.sampleRate()).isEqualTo(DemoCorpus.SAMPLE_RATE);
            assertThat(audio.mono()).usingComparatorWithPrecision(1f / 32_768).containsExactly(piece.samples());
        }
    }
}
