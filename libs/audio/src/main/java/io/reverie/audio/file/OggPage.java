package io.reverie.audio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One page of an Ogg file (RFC 3533).
 *
 * @param position the granule position: samples up to the last packet that ends here; -1 where none does
 * @param lacing the lengths of its segments
 */
record OggPage(int flags, long position, int serial, int sequence, byte[] lacing, byte[] body) {

    static final String CAPTURE_PATTERN = "OggS";

    private static final int HEADER_BYTES = 27;
    private static final int CHECKSUM_OFFSET = 22;
    private static final int CONTINUED = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int[] CRC = table();

    /** Reads a page, whose checksum must be right; null at the end of the file or if it ends within the page. */
    static OggPage read(PeekInput in) throws IOException {
        byte[] header = in.readNBytes(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < CAPTURE_PATTERN.length(); i++) {
            if (header[i] != CAPTURE_PATTERN.charAt(i)) {
                throw new UnreadableAudioException("the Ogg file is damaged: a page does not begin with OggS");
            }
        }
        byte[] lacing = in.readNBytes(header[HEADER_BYTES - 1] & 0xFF);
        int bytes = 0;
        for (byte segment : lacing) {
            bytes += segment & 0xFF;
        }
        byte[] body = in.readNBytes(bytes);
        if (lacing.length < (header[HEADER_BYTES - 1] & 0xFF) || body.length < bytes) {
            return null;
        }
        int checksum = fields.getInt(CHECKSUM_OFFSET);
        fields.putInt(CHECKSUM_OFFSET, 0);
        if (header[4] != 0 || update(update(update(0, header), lacing), body) != checksum) {
            throw new UnreadableAudioException("an Ogg page is damaged: its checksum is wrong");
        }
        return new OggPage(header[5], fields.getLong(6), fields.getInt(14), fields.getInt(18), lacing, body);
    }

    /** Whether its first packet began on the page before. */
    boolean isContinued() {
        return (flags & CONTINUED) != 0;
    }

    /** Whether it is the first of its stream. */
    boolean isFirst() {
        return (flags & FIRST) != 0;
    }

    /** Whether it is the last of its stream. */
    boolean isLast() {
        return (flags & LAST) != 0;
    }

    private static int update(int crc, byte[] bytes) {
        int value = crc;
        for (byte next : bytes) {
            value = value << 8 ^ CRC[value >>> 24 ^ next & 0xFF];
        }
        return value;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int value = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                value = value < 0 ? value << 1 ^ 0x04C1_1DB7 : value << 1;
            }
            table[i] = value;
        }
        return table;
    }
}
