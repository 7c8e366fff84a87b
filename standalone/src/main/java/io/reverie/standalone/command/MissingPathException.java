package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;

/** A path that was given leads to nothing that can be used. */
final class MissingPathException extends IOException {

    MissingPathException(Path path) {
        super("There is no file or folder " + path);
    }

    MissingPathException(String message) {
        super(message);
    }
}
