package io.reverie.audio;

import java.io.IOException;

/** One channel of samples, read once from beginning to end. */
@FunctionalInterface
public interface SampleSource {

    /**
     * Reads the next samples.
     *
     * @param target where they go
     * @param offset index of the first
     * @param length the most to read, at least 1
     * @return how many were read, at least 1; -1 behind the last
     * @throws IOException if they cannot be read; audio that is damaged gives an
     *     {@link io.reverie.audio.file.UnreadableAudioException}
     */
    int read(float[] target, int offset, int length) throws IOException;
}
