package io.reverie.audio.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Puts WAV files together chunk by chunk, right ones and wrong ones. */
final class WavBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Starts a file that declares its length when it is finished. */
    static WavBytes riff() {
        return new WavBytes().text("RIFF").number(0).text("WAVE");
    }

    static byte[] extensible(int subFormat, int channels, int rate, int bits, int containerBytes) {
        ByteBuffer chunk = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(format(0xFFFE, channels, rate, 8 * containerBytes));
        chunk.putShort((short) 22).putShort((short) bits).putInt(0).putShort((short) subFormat);
        chunk.put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71});
        return chunk.array();
    }

    static byte[] format(int encoding, int channels, int rate, int bits) {
        int frameBytes = channels * ((bits + 7) / 8);
        ByteBuffer chunk = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        chunk.putShort((short) encoding).putShort((short) channels).putInt(rate);
        chunk.putInt(rate * frameBytes).putShort((short) frameBytes).putShort((short) bits);
        return chunk.array();
    }

    WavBytes text(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    WavBytes number(long value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }

    WavBytes raw(byte... raw) {
        bytes.writeBytes(raw);
        return this;
    }

    /** A chunk with its padding byte where it needs one. */
    WavBytes chunk(String id, byte... content) {
        text(id).number(content.length).raw(content);
        return content.length % 2 == 0 ? this : raw((byte) 0);
    }

    /** The file with its length filled in. */
    byte[] finish() {
        byte[] file = bytes.toByteArray();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
        return file;
    }

    /** The file as it is. */
    byte[] unfinished() {
        return bytes.toByteArray();
    }
}
