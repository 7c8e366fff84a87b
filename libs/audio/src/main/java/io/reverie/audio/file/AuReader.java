package io.reverie.audio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The header of one AU file (Sun and NeXT, .snd): big-endian, its samples up to a declared or the file's end. */
final class AuReader {

    private static final int HEADER_BYTES = 24;
    private static final long UNKNOWN_LENGTH = 0xFFFF_FFFFL;
    private static final int MOST_CHANNELS = 65_535;

    private final PeekInput in;
    private final ReadLimits limits;

    AuReader(PeekInput in, ReadLimits limits) {
        this.in = in;
        this.limits = limits;
    }

    AudioStream open() throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            throw new UnreadableAudioException("the file is truncated: an AU header has " + HEADER_BYTES
                    + " bytes, but only " + header.length + " are there");
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        fields.getInt(); // .snd
        long start = Integer.toUnsignedLong(fields.getInt());
        long length = Integer.toUnsignedLong(fields.getInt());
        PcmFormat format = format(fields);
        if (start < HEADER_BYTES) {
            throw new UnreadableAudioException("the samples of an AU file can't begin in its header, at byte " + start);
        }
        long annotation = start - HEADER_BYTES;
        if (in.skip(annotation) < annotation) {
            throw new UnreadableAudioException(
                    "the file is truncated: it ends before byte " + start + ", where its samples begin");
        }
        if (length == UNKNOWN_LENGTH) {
            return new PcmStream(in, in, format, PcmStream.UNKNOWN, there -> truncated(length, there));
        }
        long frames = length / format.frameBytes();
        format.checkDeclared(frames, limits);
        return new PcmStream(in, in, format, frames, there -> truncated(length, there));
    }

    private static PcmFormat format(ByteBuffer fields) throws UnreadableAudioException {
        int code = fields.getInt();
        int sampleRate = PcmFormat.sampleRate(Integer.toUnsignedLong(fields.getInt()), "the AU header");
        long channels = Integer.toUnsignedLong(fields.getInt());
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new UnreadableAudioException("the number of channels must be 1 to " + MOST_CHANNELS
                    + ", but the AU header declares " + channels);
        }
        return new PcmFormat(encoding(code), ByteOrder.BIG_ENDIAN, (int) channels, sampleRate, sampleBytes(code));
    }

    private static PcmEncoding encoding(int code) throws UnreadableAudioException {
        switch (code) {
            case 1:
                return PcmEncoding.MU_LAW;
            case 2:
            case 3:
            case 4:
            case 5:
                return PcmEncoding.SIGNED;
            case 6:
            case 7:
                return PcmEncoding.FLOATING_POINT;
            case 27:
                return PcmEncoding.A_LAW;
            default:
                throw new UnreadableAudioException("AU encoding " + Integer.toUnsignedString(code)
                        + " is not supported, only mu-law, A-law, linear PCM of 8, 16, 24, 32 bits"
                        + " and floating point of 32, 64 bits");
        }
    }

    private static int sampleBytes(int code) {
        switch (code) {
            case 3:
                return 2;
            case 4:
                return 3;
            case 5:
            case 6:
                return 4;
            case 7:
                return 8;
            default:
                return 1;
        }
    }

    private static UnreadableAudioException truncated(long declared, long there) {
        return new UnreadableAudioException("the file is truncated: its header declares " + declared
                + " bytes of samples, but only " + there + " are there");
    }
}
