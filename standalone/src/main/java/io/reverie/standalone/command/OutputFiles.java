package io.reverie.standalone.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that commands write where they are told to. */
final class OutputFiles {

    private OutputFiles() {}

    /** Writes the content of a file. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Writes a file whole or not at all, replacing what is there; its folder is made where it is not there. */
    static void write(Path file, Writer writer) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                writer.write(out);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
