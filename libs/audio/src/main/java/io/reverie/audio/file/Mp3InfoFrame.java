package io.reverie.audio.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A frame that holds no audio but describes the stream: Xing's, LAME's extension of it, or Fraunhofer's VBRI.
 *
 * @param frames the number of frames that follow; 0 if it is not known
 * @param delay samples that the encoder put in front, or -1 if it does not say
 * @param padding samples that the encoder put behind, or -1 if it does not say
 */
record Mp3InfoFrame(long frames, int delay, int padding) {

    private static final int CHECKSUM_BYTES = 2;
    private static final int VBRI_OFFSET = Mp3Header.BYTES + 32;
    private static final int HAS_FRAMES = 1;
    private static final int HAS_BYTES = 2;
    private static final int HAS_TABLE = 4;
    private static final int HAS_QUALITY = 8;
    private static final int TABLE_BYTES = 100;
    private static final int DELAY_OFFSET = 21;

    /** Encoders that write LAME's extension. */
    private static final Set<String> ENCODERS = Set.of("LAME", "Lavf", "Lavc", "L3.9");

    /** What the frame describes; null if it is one of audio. */
    static Mp3InfoFrame parse(byte[] frame, Mp3Header header) {
        int offset = Mp3Header.BYTES + header.sideInformationBytes();
        for (int at : new int[] {offset, offset + CHECKSUM_BYTES}) {
            String tag = text(frame, at);
            if (tag.equals("Xing") || tag.equals("Info")) {
                return parseXing(frame, at + 4);
            }
        }
        return text(frame, VBRI_OFFSET).equals("VBRI") ? new Mp3InfoFrame(0, -1, -1) : null;
    }

    private static Mp3InfoFrame parseXing(byte[] frame, int offset) {
        int at = offset;
        if (frame.length < at + 4) {
            return new Mp3InfoFrame(0, -1, -1);
        }
        int flags = ByteBuffer.wrap(frame).getInt(at);
        at += 4;
        long frames = 0;
        if ((flags & HAS_FRAMES) != 0 && frame.length >= at + 4) {
            frames = Integer.toUnsignedLong(ByteBuffer.wrap(frame).getInt(at));
        }
        at += (flags & HAS_FRAMES) != 0 ? 4 : 0;
        at += (flags & HAS_BYTES) != 0 ? 4 : 0;
        at += (flags & HAS_TABLE) != 0 ? TABLE_BYTES : 0;
        at += (flags & HAS_QUALITY) != 0 ? 4 : 0;
        if (frame.length < at + DELAY_OFFSET + 3 || !ENCODERS.contains(text(frame, at))) {
            return new Mp3InfoFrame(frames, -1, -1);
        }
        at += DELAY_OFFSET;
        int both = (frame[at] & 0xFF) << 16 | (frame[at + 1] & 0xFF) << 8 | frame[at + 2] & 0xFF;
        return new Mp3InfoFrame(frames, both >> 12, both & 0xFFF);
    }

    private static String text(byte[] frame, int at) {
        return frame.length < at + 4 ? "" : new String(frame, at, 4, StandardCharsets.ISO_8859_1);
    }
}
