package io.reverie.train;

import java.io.IOException;
import java.util.Collection;

import io.reverie.schemas.SpectrogramReady;

/** The log of spectrograms. */
interface SpectrogramLog {

    /**
     * Reads to the present end of the log.
     *
     * @return the latest spectrogram of each track
     * @throws IOException where the log cannot be read now
     */
    Collection<SpectrogramReady> spectrograms() throws IOException;
}
