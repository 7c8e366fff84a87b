package io.reverie.audio;

import java.io.IOException;
import java.util.Arrays;

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

    /** The samples of an array, which is shared, not copied. */
    static SampleSource of(float[] samples) {
        return new ArraySource(samples);
    }

    /**
     * Reads as many samples as are wanted, in as many steps as it takes.
     *
     * @return how many were read; fewer than wanted only behind the last sample
     */
    default int readFully(float[] target, int offset, int length) throws IOException {
        int total = 0;
        while (total < length) {
            int read = read(target, offset + total, length - total);
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    /**
     * Reads all samples that are left. Memory grows with what is read.
     *
     * @throws IOException if they cannot be read, or are more than an array can hold
     */
    default float[] readAll() throws IOException {
        float[] samples = new float[1 << 16];
        int filled = 0;
        while (true) {
            int read = read(samples, filled, samples.length - filled);
            if (read < 0) {
                return filled == samples.length ? samples : Arrays.copyOf(samples, filled);
            }
            filled += read;
            if (filled == Samples.LARGEST_ARRAY) {
                throw new IOException("there are more samples than an array can hold");
            }
            if (filled == samples.length) {
                samples = Arrays.copyOf(samples, (int) Math.min(2L * filled, Samples.LARGEST_ARRAY));
            }
        }
    }
}
