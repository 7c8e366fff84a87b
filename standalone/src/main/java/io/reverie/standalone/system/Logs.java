package io.reverie.standalone.system;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where log records go. A command's own output never passes through here. */
final class Logs {

    private Logs() {}

    /** For a process without workers of its own: there is nothing to log that its one line of error does not say. */
    static void none() {
        Logger.getLogger("").setLevel(Level.OFF);
    }

    /**
     * For a process with broker and workers: to a file. Quarkus reads these settings when it starts; what is logged
     * before that waits for it.
     */
    static void toFile(Path file) {
        Logger.getLogger("").setLevel(Level.INFO);
        Logger.getLogger("kafka").setLevel(Level.WARNING);
        Logger.getLogger("org.apache.kafka").setLevel(Level.WARNING);
        Logger.getLogger("state.change.logger").setLevel(Level.WARNING);
        System.setProperty("quarkus.log.file.path", file.toString());
    }
}
