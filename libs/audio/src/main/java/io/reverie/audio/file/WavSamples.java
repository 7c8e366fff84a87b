package io.reverie.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.reverie.audio.Samples;

/** Decodes interleaved samples into one array for each channel, which grow with what is read. */
final class WavSamples {

    private static final int BLOCK_BYTES = 65_536;

    /** Squares of spectra of larger samples would leave the range of float. */
    private static final float LARGEST_MAGNITUDE = 1e9f;

    private final WavFormat format;
    private final ReadLimits limits;
    private final float[][] channels;
    private int frames;

    WavSamples(WavFormat format, ReadLimits limits) {
        this.format = format;
        this.limits = limits;
        this.channels = new float[format.channels()][0];
    }

    /** Reads whole frames up to a number of them or the end of the stream; returns the bytes that were there. */
    long readFrom(InputStream in, long mostFrames) throws IOException {
        int frameBytes = format.frameBytes();
        int blockFrames = Math.max(1, BLOCK_BYTES / frameBytes);
        byte[] block = new byte[blockFrames * frameBytes];
        ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        long total = 0;
        while (frames < mostFrames) {
            int wanted = (int) Math.min(blockFrames, mostFrames - frames) * frameBytes;
            int bytes = in.readNBytes(block, 0, wanted);
            total += bytes;
            append(buffer, bytes / frameBytes, mostFrames);
            if (bytes < wanted) {
                break;
            }
        }
        return total;
    }

    /** The samples read so far. */
    float[][] channels() {
        float[][] trimmed = new float[channels.length][];
        for (int channel = 0; channel < channels.length; channel++) {
            trimmed[channel] =
                    channels[channel].length == frames ? channels[channel] : Arrays.copyOf(channels[channel], frames);
            channels[channel] = trimmed[channel];
        }
        return trimmed;
    }

    private void append(ByteBuffer buffer, int count, long mostFrames) throws UnreadableAudioException {
        long needed = (long) frames + count;
        if (needed > limits.samples() / channels.length || needed > Samples.LARGEST_ARRAY) {
            throw new UnreadableAudioException("the file holds more than the limit of " + limits.samples()
                    + " samples in " + channels.length + " channels together");
        }
        if (needed > channels[0].length) {
            int capacity = (int) Math.min(Math.min(2 * needed, mostFrames), Samples.LARGEST_ARRAY);
            for (int channel = 0; channel < channels.length; channel++) {
                channels[channel] = Arrays.copyOf(channels[channel], capacity);
            }
        }
        buffer.clear();
        for (int i = 0; i < count; i++) {
            for (int channel = 0; channel < channels.length; channel++) {
                float sample = decode(buffer);
                if (!(Math.abs(sample) <= LARGEST_MAGNITUDE)) {
                    throw new UnreadableAudioException("sample " + (frames + i) + " of channel " + channel + " is "
                            + sample + ": samples must be finite and at most " + LARGEST_MAGNITUDE);
                }
                channels[channel][frames + i] = sample;
            }
        }
        frames += count;
    }

    private float decode(ByteBuffer buffer) {
        if (format.encoding() == WavFormat.FLOATING_POINT) {
            return format.sampleBytes() == 4 ? buffer.getFloat() : (float) buffer.getDouble();
        }
        switch (format.sampleBytes()) {
            case 1:
                return ((buffer.get() & 0xFF) - 128) / 128f;
            case 2:
                return buffer.getShort() / 32_768f;
            case 3:
                int low = Short.toUnsignedInt(buffer.getShort());
                return (buffer.get() << 16 | low) / 8_388_608f;
            default:
                return (float) (buffer.getInt() / 2_147_483_648.0);
        }
    }
}
