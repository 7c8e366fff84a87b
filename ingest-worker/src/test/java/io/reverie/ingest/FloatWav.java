package io.reverie.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WAV files of 32-bit floating point with any number of channels, as other programs write them. */
final class FloatWav {

    private static final int HEADER_BYTES = 44;
    private static final short FLOATING_POINT = 3;

    private FloatWav() {}

    static byte[] of(int sampleRate, float[]... channels) {
        int samples = channels[0].length;
        int frameBytes = Float.BYTES * channels.length;
        int dataBytes = samples * frameBytes;
        ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + dataBytes).put(ascii("WAVE"));
        wav.put(ascii("fmt ")).putInt(16).putShort(FLOATING_POINT).putShort((short) channels.length);
        wav.putInt(sampleRate).putInt(sampleRate * frameBytes).putShort((short) frameBytes);
        wav.putShort((short) Float.SIZE).put(ascii("data")).putInt(dataBytes);
        for (int i = 0; i < samples; i++) {
            for (float[] channel : channels) {
                wav.putFloat(channel[i]);
            }
        }
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
