package io.reverie.standalone.output;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import org.jboss.logging.Logger;

/** Turns what is printed into lines of the log. */
final class LogStream extends OutputStream {

    private static final int LONGEST_LINE = 4096;

    private final Logger log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LogStream(String category) {
        log = Logger.getLogger(category);
    }

    @Override
    public synchronized void write(int character) {
        if (character == '\n' || line.size() >= LONGEST_LINE) {
            log.info(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
        if (character != '\n') {
            line.write(character);
        }
    }
}
