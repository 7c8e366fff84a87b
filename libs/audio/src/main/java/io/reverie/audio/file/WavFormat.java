package io.reverie.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a fmt chunk of a RIFF/WAVE file says about the samples that it describes. */
final class WavFormat {

    static final int INTEGER = 1;

    private static final int FLOATING_POINT = 3;

    /** The part of a fmt chunk that every file has, and all of the extensible one. */
    static final int SHORTEST_BYTES = 16;

    static final int EXTENSIBLE_BYTES = 40;

    private static final int EXTENSIBLE = 0xFFFE;

    /** The end of the GUID of every sub-format that stands for a format code: 0000-0010-8000-00AA00389B71. */
    private static final byte[] SUB_FORMAT_TAIL = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
    };

    private WavFormat() {}

    static PcmFormat parse(byte[] chunk) throws UnreadableAudioException {
        if (chunk.length < SHORTEST_BYTES) {
            throw new UnreadableAudioException(
                    "the fmt chunk must have at least " + SHORTEST_BYTES + " bytes, but has " + chunk.length);
        }
        ByteBuffer fields = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        int encoding = Short.toUnsignedInt(fields.getShort());
        int channels = Short.toUnsignedInt(fields.getShort());
        long sampleRate = Integer.toUnsignedLong(fields.getInt());
        fields.getInt(); // Bytes a second: follows from the others and is often wrong.
        int frameBytes = Short.toUnsignedInt(fields.getShort());
        int bits = Short.toUnsignedInt(fields.getShort());
        if (encoding == EXTENSIBLE) {
            encoding = subFormat(chunk);
        }
        if (channels == 0) {
            throw new UnreadableAudioException("the fmt chunk declares no channel");
        }
        int validRate = PcmFormat.sampleRate(sampleRate, "the fmt chunk");
        int sampleBytes = sampleBytes(encoding, bits, frameBytes, channels);
        return new PcmFormat(
                pcmEncoding(encoding, sampleBytes), ByteOrder.LITTLE_ENDIAN, channels, validRate, sampleBytes);
    }

    private static int sampleBytes(int encoding, int bits, int frameBytes, int channels)
            throws UnreadableAudioException {
        if (encoding != INTEGER && encoding != FLOATING_POINT) {
            throw new UnreadableAudioException("encoding " + nameOf(encoding)
                    + " is not supported, only integer PCM of 8, 16, 24, 32 bits and floating point of 32, 64 bits");
        }
        // Samples of, say, 20 bits lie left-justified in whole bytes: the frame says in how many.
        int sampleBytes = frameBytes % channels == 0 ? frameBytes / channels : 0;
        boolean supported = encoding == INTEGER
                ? sampleBytes >= 1 && sampleBytes <= 4 && bits >= 1 && (bits + 7) / 8 == sampleBytes
                : (sampleBytes == 4 || sampleBytes == 8) && bits == 8 * sampleBytes;
        if (!supported) {
            throw new UnreadableAudioException(
                    (encoding == INTEGER ? "integer" : "floating-point") + " samples of "
                            + bits + " bits with " + channels + " channels in frames of " + frameBytes
                            + " bytes are not supported, only integers of 8, 16, 24, 32 bits and floating point of 32, 64 bits");
        }
        return sampleBytes;
    }

    private static PcmEncoding pcmEncoding(int encoding, int sampleBytes) {
        if (encoding == FLOATING_POINT) {
            return PcmEncoding.FLOATING_POINT;
        }
        return sampleBytes == 1 ? PcmEncoding.UNSIGNED : PcmEncoding.SIGNED;
    }

    private static int subFormat(byte[] chunk) throws UnreadableAudioException {
        if (chunk.length < EXTENSIBLE_BYTES) {
            throw new UnreadableAudioException("the fmt chunk of an extensible file must have " + EXTENSIBLE_BYTES
                    + " bytes, but has " + chunk.length);
        }
        for (int i = 0; i < SUB_FORMAT_TAIL.length; i++) {
            if (chunk[26 + i] != SUB_FORMAT_TAIL[i]) {
                throw new UnreadableAudioException("the sub-format of the extensible fmt chunk is not known");
            }
        }
        return (chunk[24] & 0xFF) | (chunk[25] & 0xFF) << 8;
    }

    private static String nameOf(int encoding) {
        String code = String.format("0x%04X", encoding);
        switch (encoding) {
            case 0x0002:
            case 0x0011:
                return code + " (ADPCM)";
            case 0x0006:
                return code + " (A-law)";
            case 0x0007:
                return code + " (mu-law)";
            case 0x0055:
                return code + " (MP3)";
            default:
                return code;
        }
    }
}
