package io.reverie.standalone.demo;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.reverie.audio.file.WavFile;
import io.reverie.standalone.demo.DemoPlan.Piece;

/**
 * The demo's music as files: {@code corpus/<genre>/<genre>.00.wav}, which is what {@code ingest} takes, and
 * {@code kept-out/<genre>.wav}.
 *
 * @param root the folder
 */
record DemoFolder(Path root) {

    Path corpus() {
        return root.resolve("corpus");
    }

    Path corpusFile(Piece piece) {
        return corpus().resolve(piece.genre().label()).resolve(piece.name());
    }

    Path keptOutFile(Piece piece) {
        return root.resolve("kept-out").resolve(piece.name());
    }

    /** Plays pieces and writes them, replacing those of an earlier demo. */
    void write(List<Piece> corpus, Piece keptOut) throws IOException {
        for (Piece piece : corpus) {
            write(piece, corpusFile(piece));
        }
        write(keptOut, keptOutFile(keptOut));
    }

    private static void write(Piece piece, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            WavFile.write16(out, piece.samples(), DemoCorpus.SAMPLE_RATE);
        }
    }
}
