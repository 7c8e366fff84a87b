package io.reverie.audio.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Interleaved samples, read block by block. */
final class PcmStream implements AudioStream {

    /** The number of frames of a file that does not say how many it has. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final int BLOCK_BYTES = 16_384;

    private final InputStream in;
    private final Closeable file;
    private final PcmFormat format;
    private final long frames;
    private final Truncation truncation;
    private final byte[] block;
    private final ByteBuffer buffer;
    private long position;
    private boolean ended;

    /** Says that fewer bytes are there than a file declares. */
    interface Truncation {
        UnreadableAudioException after(long bytes);
    }

    /**
     * @param in begins with the first sample
     * @param file what is closed with this stream
     * @param frames samples of each channel, or {@link #UNKNOWN} to read up to the end
     */
    PcmStream(InputStream in, Closeable file, PcmFormat format, long frames, Truncation truncation) {
        this.in = in;
        this.file = file;
        this.format = format;
        this.frames = frames;
        this.truncation = truncation;
        this.block = new byte[Math.max(1, BLOCK_BYTES / format.frameBytes()) * format.frameBytes()];
        this.buffer = ByteBuffer.wrap(block).order(format.order());
    }

    @Override
    public int sampleRate() {
        return format.sampleRate();
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public int read(float[][] target, int offset, int length) throws IOException {
        if (ended || position == frames) {
            return -1;
        }
        int frameBytes = format.frameBytes();
        int wanted = (int) Math.min(Math.min(length, block.length / frameBytes), frames - position) * frameBytes;
        int bytes = in.readNBytes(block, 0, wanted);
        int count = bytes / frameBytes;
        if (bytes < wanted) {
            if (frames != UNKNOWN) {
                throw truncation.after(position * frameBytes + bytes);
            }
            ended = true;
        }
        decode(target, offset, count);
        position += count;
        return count == 0 ? -1 : count;
    }

    private void decode(float[][] target, int offset, int count) {
        buffer.clear();
        for (int i = 0; i < count; i++) {
            for (float[] channel : target) {
                channel[offset + i] = format.encoding().decode(buffer, format.sampleBytes());
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
