package io.reverie.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.reverie.audio.Audio;
import io.reverie.audio.Samples;

/** RIFF/WAVE files (Microsoft and IBM, Multimedia Programming Interface, 1991; WAVE_FORMAT_EXTENSIBLE, 2001). */
public final class WavFile {

    private static final int HEADER_BYTES = 44;
    private static final int BLOCK_SAMPLES = 16_384;
    private static final double FULL_SCALE = 32_768;
    private static final double LARGEST_POSITIVE = Short.MAX_VALUE / FULL_SCALE;

    private WavFile() {}

    /**
     * How a file was written.
     *
     * @param peak the largest magnitude of the samples as they were given
     * @param gain what they were multiplied with; less than 1 where they would have clipped
     */
    public record WrittenWav(double peak, double gain) {}

    /** Reads with {@link ReadLimits#defaults()}; see {@link #read(InputStream, ReadLimits)}. */
    public static Audio read(InputStream in) throws IOException {
        return read(in, ReadLimits.defaults());
    }

    /**
     * Reads integer PCM of 8, 16, 24 and 32 bits and floating point of 32 and 64 bits, with any number of channels.
     * Integers are divided by their full scale, so that 16-bit samples are multiples of 1/32768. A data chunk of unknown
     * length (as streaming encoders leave it) is read to the end of the stream. Memory grows with what is read, not with
     * what a header declares. The stream is not closed.
     *
     * @throws UnreadableAudioException if this is no such file, is truncated, holds no samples, more than the limits
     *     allow, or samples that are not finite
     * @throws IOException if the stream fails
     */
    public static Audio read(InputStream in, ReadLimits limits) throws IOException {
        return WholeAudio.of(new CheckedStream(new WavReader(new PeekInput(in), limits).open(), limits));
    }

    /**
     * Writes one channel as 16-bit PCM. Where a sample would clip, all are multiplied with the one gain that just keeps
     * it; otherwise the gain is 1 and what was read from 16 bits is written as it was. The stream is not closed.
     *
     * @throws IllegalArgumentException if a sample is not finite, the rate not positive or the file beyond 4 GiB
     */
    public static WrittenWav write16(OutputStream out, float[] samples, int sampleRate) throws IOException {
        if (sampleRate < 1) {
            throw new IllegalArgumentException("sampleRate must be at least 1 Hz, but is " + sampleRate);
        }
        if (!Samples.allFinite(samples)) {
            throw new IllegalArgumentException("samples must be finite");
        }
        double gain = gainWithoutClipping(samples);
        out.write(header(samples.length, sampleRate));
        ByteBuffer block =
                ByteBuffer.allocate(2 * Math.min(samples.length, BLOCK_SAMPLES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples.length; i++) {
            block.putShort((short) Math.rint(samples[i] * gain * FULL_SCALE));
            if (!block.hasRemaining() || i == samples.length - 1) {
                out.write(block.array(), 0, block.position());
                block.clear();
            }
        }
        return new WrittenWav(Samples.peak(samples), gain);
    }

    /** Two's complement reaches -1 but not quite +1. */
    private static double gainWithoutClipping(float[] samples) {
        double highest = LARGEST_POSITIVE;
        double lowest = -1;
        for (float sample : samples) {
            highest = Math.max(highest, sample);
            lowest = Math.min(lowest, sample);
        }
        return Math.min(LARGEST_POSITIVE / highest, -1 / lowest);
    }

    private static byte[] header(int samples, int sampleRate) {
        long dataBytes = 2L * samples;
        if (dataBytes + HEADER_BYTES > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("a WAV file holds at most 4 GiB, not " + samples + " samples");
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt((int) (dataBytes + HEADER_BYTES - 8)).put(ascii("WAVE"));
        header.put(ascii("fmt ")).putInt(16);
        header.putShort((short) WavFormat.INTEGER).putShort((short) 1);
        header.putInt(sampleRate).putInt(2 * sampleRate).putShort((short) 2).putShort((short) 16);
        header.put(ascii("data")).putInt((int) dataBytes);
        return header.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
