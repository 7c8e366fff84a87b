package io.reverie.worker;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the content of an artifact. */
@FunctionalInterface
public interface ContentWriter {

    /** Writes all of the content; the stream is buffered and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
}
