package io.reverie.audio.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the header and then the samples of one file with one channel, block by block. */
final class WavWriter {

    private static final int HEADER_BYTES = 44;
    private static final int BLOCK_SAMPLES = 16_384;

    private final OutputStream out;
    private final SampleFormat format;
    private final double gain;
    private final ByteBuffer block;
    private long written;

    WavWriter(OutputStream out, long samples, int sampleRate, SampleFormat format, double gain) throws IOException {
        this.out = out;
        this.format = format;
        this.gain = gain;
        this.block = ByteBuffer.allocate(format.bytes() * (int) Math.min(samples, BLOCK_SAMPLES))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.write(header(samples, sampleRate, format));
    }

    void write(float[] samples, int count) throws IOException {
        double fullScale = format.fullScale();
        for (int i = 0; i < count; i++) {
            double value = Math.rint(samples[i] * gain * fullScale);
            if (!(value >= -fullScale && value < fullScale)) {
                throw new IllegalArgumentException("sample " + (written + i) + " is " + samples[i]
                        + ", which can't be written with a gain of " + gain);
            }
            put((int) value);
        }
        written += count;
    }

    /** Writes what is left, and the byte that makes a chunk of odd length even. */
    void finish() throws IOException {
        flush();
        if (written * format.bytes() % 2 != 0) {
            out.write(0);
        }
    }

    private void flush() throws IOException {
        out.write(block.array(), 0, block.position());
        block.clear();
    }

    private void put(int value) throws IOException {
        if (!block.hasRemaining()) {
            flush();
        }
        if (format == SampleFormat.PCM_16) {
            block.putShort((short) value);
        } else {
            block.putShort((short) value).put((byte) (value >> 16));
        }
    }

    private static byte[] header(long samples, int sampleRate, SampleFormat format) {
        if (sampleRate < 1) {
            throw new IllegalArgumentException("sampleRate must be at least 1 Hz, but is " + sampleRate);
        }
        long most = (0xFFFF_FFFFL - HEADER_BYTES - 1) / format.bytes();
        if (samples < 0 || samples > most) {
            throw new IllegalArgumentException("a WAV file holds at most 4 GiB, not " + samples + " samples");
        }
        long dataBytes = format.bytes() * samples;
        long padding = dataBytes % 2;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF"))
                .putInt((int) (dataBytes + padding + HEADER_BYTES - 8))
                .put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16);
        header.putShort((short) WavFormat.INTEGER).putShort((short) 1);
        header.putInt(sampleRate).putInt(format.bytes() * sampleRate);
        header.putShort((short) format.bytes()).putShort((short) (8 * format.bytes()));
        header.put(ascii("data")).putInt((int) dataBytes);
        return header.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
