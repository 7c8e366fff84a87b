package io.reverie.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import io.reverie.audio.Audio;
import io.reverie.audio.SampleSource;
import io.reverie.audio.Samples;

/** RIFF/WAVE files (Microsoft and IBM, Multimedia Programming Interface, 1991; WAVE_FORMAT_EXTENSIBLE, 2001). */
public final class WavFile {

    private static final int BLOCK_SAMPLES = 16_384;

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
     * Reads integer PCM of 8, 16, 24 and 32 bits and floating point of 32 and 64 bits, with any number of channels, as
     * {@link AudioFile} does, but no other format. A data chunk of unknown length (as streaming encoders leave it) is
     * read to the end of the stream. The stream is not closed.
     *
     * @throws UnreadableAudioException if this is no such file, is truncated, holds no samples, more than the limits
     *     allow, or samples that are not finite
     * @throws IOException if the stream fails
     */
    @SuppressWarnings("resource") // The stream is the caller's.
    public static Audio read(InputStream in, ReadLimits limits) throws IOException {
        AudioStream samples = new WavReader(new PeekInput(in), limits).open();
        return WholeAudio.of(new CheckedStream(samples, limits));
    }

    /** As {@link #write(OutputStream, float[], int, SampleFormat)}, with 16 bits. */
    public static WrittenWav write16(OutputStream out, float[] samples, int sampleRate) throws IOException {
        return write(out, samples, sampleRate, SampleFormat.PCM_16);
    }

    /**
     * Writes one channel. Where a sample would clip, all are multiplied with the one gain that just keeps it; otherwise
     * the gain is 1 and what was read from as many bits is written as it was. The stream is not closed.
     *
     * @param samples full scale is -1 to 1
     * @param sampleRate in Hz
     * @throws IllegalArgumentException if a sample is not finite, the rate not positive or the file beyond 4 GiB
     */
    public static WrittenWav write(OutputStream out, float[] samples, int sampleRate, SampleFormat format)
            throws IOException {
        if (!Samples.allFinite(samples)) {
            throw new IllegalArgumentException("samples must be finite");
        }
        double lowest = 0;
        double highest = 0;
        for (float sample : samples) {
            lowest = Math.min(lowest, sample);
            highest = Math.max(highest, sample);
        }
        double gain = gainWithoutClipping(lowest, highest, format);
        WavWriter writer = new WavWriter(out, samples.length, sampleRate, format, gain);
        writer.write(samples, samples.length);
        writer.finish();
        return new WrittenWav(Math.max(-lowest, highest), gain);
    }

    /**
     * Writes one channel as it is read, so that memory does not grow with its length. With the gain that
     * {@link #gainWithoutClipping} gives for the same samples, these are the bytes that
     * {@link #write(OutputStream, float[], int, SampleFormat)} writes. The stream is not closed.
     *
     * @param samples how many are written; what follows in the source is not read
     * @param gain what the samples are multiplied with
     * @throws IllegalArgumentException if the source ends before that, a sample is not finite or would clip, the rate is
     *     not positive or the file beyond 4 GiB; a part of the file may be written by then
     * @throws IOException if the source can't be read or the stream not written
     */
    public static void write(
            OutputStream out, SampleSource source, long samples, int sampleRate, SampleFormat format, double gain)
            throws IOException {
        WavWriter writer = new WavWriter(out, samples, sampleRate, format, gain);
        float[] block = new float[(int) Math.min(BLOCK_SAMPLES, Math.max(1, samples))];
        long left = samples;
        while (left > 0) {
            int count = source.read(block, 0, (int) Math.min(block.length, left));
            if (count < 0) {
                throw new IllegalArgumentException(
                        "there must be " + samples + " samples to write, but there are only " + (samples - left));
            }
            writer.write(block, count);
            left -= count;
        }
        writer.finish();
    }

    /**
     * The gain that keeps samples from clipping: 1 if none would.
     *
     * @param lowest the lowest of them
     * @param highest the highest of them
     */
    public static double gainWithoutClipping(double lowest, double highest, SampleFormat format) {
        double upwards = format.largest() / Math.max(format.largest(), highest);
        double downwards = -1 / Math.min(-1, lowest);
        return Math.min(upwards, downwards);
    }
}
