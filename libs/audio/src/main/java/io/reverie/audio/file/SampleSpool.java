package io.reverie.audio.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

import io.reverie.audio.SampleSource;

/**
 * Samples kept in a temporary file, so that what must be read twice (for the one gain that keeps it from clipping, say)
 * need not be in memory or be decoded twice. Closing it deletes the file.
 */
public final class SampleSpool implements Closeable {

    private static final int BLOCK_SAMPLES = 1 << 14;

    private final Path file;
    private final long samples;
    private final float lowest;
    private final float highest;

    private SampleSpool(Path file, long samples, float lowest, float highest) {
        this.file = file;
        this.samples = samples;
        this.lowest = lowest;
        this.highest = highest;
    }

    /**
     * Reads a signal to its end.
     *
     * @throws IOException if the source or the file fails
     */
    public static SampleSpool of(SampleSource source) throws IOException {
        Path file = Files.createTempFile("reverie-", ".samples");
        try {
            return fill(file, source);
        } catch (Throwable e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static SampleSpool fill(Path file, SampleSource source) throws IOException {
        float[] block = new float[BLOCK_SAMPLES];
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_SAMPLES * Float.BYTES);
        long samples = 0;
        float lowest = 0;
        float highest = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = source.read(block, 0, BLOCK_SAMPLES);
                    read >= 0;
                    read = source.read(block, 0, BLOCK_SAMPLES)) {
                samples += read;
                bytes.clear();
                for (int i = 0; i < read; i++) {
                    lowest = Math.min(lowest, block[i]);
                    highest = Math.max(highest, block[i]);
                    bytes.putFloat(block[i]);
                }
                out.write(bytes.array(), 0, bytes.position());
            }
        }
        return new SampleSpool(file, samples, lowest, highest);
    }

    /** The number of samples. */
    public long samples() {
        return samples;
    }

    /** The lowest sample, 0 where none is negative. */
    public float lowest() {
        return lowest;
    }

    /** The highest sample, 0 where none is positive. */
    public float highest() {
        return highest;
    }

    /** Reads the samples from the first one on; as often as needed. */
    public Reader open() throws IOException {
        return new Reader(Files.newInputStream(file));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    /** Reads the samples once. */
    public static final class Reader implements SampleSource, Closeable {

        private final InputStream in;
        private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK_SAMPLES * Float.BYTES);

        private Reader(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(float[] target, int offset, int length) throws IOException {
            int wanted = Math.min(length, BLOCK_SAMPLES) * Float.BYTES;
            int read = in.readNBytes(bytes.array(), 0, wanted) / Float.BYTES;
            bytes.clear().limit(read * Float.BYTES);
            bytes.asFloatBuffer().get(target, offset, read);
            return read == 0 ? -1 : read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
