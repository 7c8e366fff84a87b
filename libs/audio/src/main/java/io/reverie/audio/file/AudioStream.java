package io.reverie.audio.file;

import java.io.Closeable;
import java.io.IOException;

import io.reverie.audio.SampleSource;

/** Audio that is decoded block by block, so that memory does not grow with its length. Read once, by one thread. */
public interface AudioStream extends Closeable {

    /** Samples a second, in Hz. */
    int sampleRate();

    /** The number of channels, at least 1. */
    int channels();

    /**
     * Decodes the next samples of every channel; full scale is -1 to 1, every value is finite.
     *
     * @param target one array for each channel
     * @param offset index of the first sample in each array
     * @param length the most samples of each channel to read, at least 1
     * @return how many samples of each channel were read, at least 1; -1 behind the last
     * @throws UnreadableAudioException if the file is damaged, ends too early or exceeds the limits it was opened with
     * @throws IOException if the stream below fails
     */
    int read(float[][] target, int offset, int length) throws IOException;

    /** The mean of the channels, sample by sample, as {@link io.reverie.audio.Audio#mono()}. Consumes this stream. */
    default SampleSource mono() {
        return new MonoMix(this);
    }
}
