package io.reverie.audio.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.reverie.audio.SampleSource;

/**
 * Samples kept in a temporary file, so that what must be read twice (for the one gain that keeps it from clipping, say)
 * need not be in memory or be decoded twice. Closing it deletes the file; where the system can delete open files, as on
 * Linux, a process that is killed leaves nothing behind either.
 */
public final class SampleSpool implements Closeable {

    private static final int BLOCK_SAMPLES = 1 << 14;

    private final FileChannel file;
    private final long samples;
    private final float lowest;
    private final float highest;

    private SampleSpool(FileChannel file, long samples, float lowest, float highest) {
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
        Path path = Files.createTempFile("reverie-", ".samples");
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try {
            return fill(file, source);
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    private static SampleSpool fill(FileChannel file, SampleSource source) throws IOException {
        float[] block = new float[BLOCK_SAMPLES];
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK_SAMPLES * Float.BYTES);
        long samples = 0;
        float lowest = 0;
        float highest = 0;
        for (int read = source.read(block, 0, BLOCK_SAMPLES); read >= 0; read = source.read(block, 0, BLOCK_SAMPLES)) {
            samples += read;
            bytes.clear();
            for (int i = 0; i < read; i++) {
                lowest = Math.min(lowest, block[i]);
                highest = Math.max(highest, block[i]);
                bytes.putFloat(block[i]);
            }
            bytes.flip();
            while (bytes.hasRemaining()) {
                file.write(bytes);
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

    /** Reads the samples from the first one on; as often as needed, until this is closed. */
    public SampleSource source() {
        return new Reader(file);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static final class Reader implements SampleSource {

        private final FileChannel file;
        private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK_SAMPLES * Float.BYTES);
        private long position;

        private Reader(FileChannel file) {
            this.file = file;
        }

        @Override
        public int read(float[] target, int offset, int length) throws IOException {
            bytes.clear().limit(Math.min(length, BLOCK_SAMPLES) * Float.BYTES);
            while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
                // Until there is as much as was asked for, or no more.
            }
            position += bytes.position();
            bytes.flip();
            int read = bytes.remaining() / Float.BYTES;
            bytes.asFloatBuffer().get(target, offset, read);
            return read == 0 ? -1 : read;
        }
    }
}
