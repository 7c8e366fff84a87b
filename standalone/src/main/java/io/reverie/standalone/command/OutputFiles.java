package io.reverie.standalone.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that commands write where they are told to. */
final class OutputFiles {

    private OutputFiles() {}

    /** Opens a file for writing, replacing what is there; its folder is made where it is not there. */
    static OutputStream create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.newOutputStream(file);
    }
}
