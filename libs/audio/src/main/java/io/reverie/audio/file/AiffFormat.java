package io.reverie.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What the COMM chunk of an AIFF or AIFF-C file says.
 *
 * @param frames how many samples each channel has
 */
record AiffFormat(PcmFormat pcm, long frames) {

    /** Everything up to the name of the compression. */
    static final int LONGEST_BYTES = 22;

    private static final int AIFF_BYTES = 18;

    static AiffFormat parse(byte[] chunk, boolean aiffC) throws UnreadableAudioException {
        int shortest = aiffC ? LONGEST_BYTES : AIFF_BYTES;
        if (chunk.length < shortest) {
            throw new UnreadableAudioException(
                    "the COMM chunk must have at least " + shortest + " bytes, but has " + chunk.length);
        }
        ByteBuffer fields = ByteBuffer.wrap(chunk);
        int channels = Short.toUnsignedInt(fields.getShort());
        long frames = Integer.toUnsignedLong(fields.getInt());
        int bits = Short.toUnsignedInt(fields.getShort());
        int sampleRate = PcmFormat.sampleRate(extended(fields), "the COMM chunk");
        String compression = aiffC ? new String(chunk, AIFF_BYTES, 4, StandardCharsets.ISO_8859_1) : "NONE";
        if (channels == 0) {
            throw new UnreadableAudioException("the COMM chunk declares no channel");
        }
        PcmFormat pcm = format(compression, bits, channels, sampleRate);
        return new AiffFormat(pcm, frames);
    }

    private static PcmFormat format(String compression, int bits, int channels, int sampleRate)
            throws UnreadableAudioException {
        switch (compression.toLowerCase(Locale.ROOT)) {
            case "none":
            case "twos":
                return integers(ByteOrder.BIG_ENDIAN, bits, channels, sampleRate);
            case "sowt":
                return integers(ByteOrder.LITTLE_ENDIAN, bits, channels, sampleRate);
            case "in24":
                return integers(ByteOrder.BIG_ENDIAN, 24, channels, sampleRate);
            case "in32":
                return integers(ByteOrder.BIG_ENDIAN, 32, channels, sampleRate);
            case "raw ":
                return new PcmFormat(PcmEncoding.UNSIGNED, ByteOrder.BIG_ENDIAN, channels, sampleRate, 1);
            case "fl32":
                return new PcmFormat(PcmEncoding.FLOATING_POINT, ByteOrder.BIG_ENDIAN, channels, sampleRate, 4);
            case "fl64":
                return new PcmFormat(PcmEncoding.FLOATING_POINT, ByteOrder.BIG_ENDIAN, channels, sampleRate, 8);
            case "ulaw":
                return new PcmFormat(PcmEncoding.MU_LAW, ByteOrder.BIG_ENDIAN, channels, sampleRate, 1);
            case "alaw":
                return new PcmFormat(PcmEncoding.A_LAW, ByteOrder.BIG_ENDIAN, channels, sampleRate, 1);
            default:
                throw new UnreadableAudioException("AIFF-C compression '" + Printable.text(compression)
                        + "' is not supported, only NONE, twos, sowt, in24, in32, raw, fl32, fl64, ulaw and alaw");
        }
    }

    /** Samples of, say, 20 bits lie left-justified in whole bytes. */
    private static PcmFormat integers(ByteOrder order, int bits, int channels, int sampleRate)
            throws UnreadableAudioException {
        if (bits < 1 || bits > 32) {
            throw new UnreadableAudioException(
                    "integer samples must have 1 to 32 bits, but the COMM chunk declares " + bits);
        }
        return new PcmFormat(PcmEncoding.SIGNED, order, channels, sampleRate, (bits + 7) / 8);
    }

    /** A number of 80 bits: sign and exponent in 16, then a fraction with its leading one written out. */
    private static double extended(ByteBuffer fields) {
        int signAndExponent = Short.toUnsignedInt(fields.getShort());
        long fraction = fields.getLong();
        double magnitude = (fraction >>> 1) * 2.0 + (fraction & 1);
        double value = magnitude * Math.pow(2, (signAndExponent & 0x7FFF) - 16_383 - 63);
        return signAndExponent > 0x7FFF ? -value : value;
    }
}
