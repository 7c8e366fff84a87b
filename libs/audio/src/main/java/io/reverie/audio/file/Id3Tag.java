package io.reverie.audio.file;

import java.io.IOException;

/** Tags in front of, behind and between the frames of MP3 files: ID3v2, ID3v1 and APE. */
final class Id3Tag {

    private static final int HEADER_BYTES = 10;
    private static final int FOOTER_FLAG = 0x10;
    private static final int APE_HEADER_BYTES = 32;

    private Id3Tag() {}

    /** Whether the stream goes on with the beginning of some tag. */
    static boolean isAt(PeekInput in, int offset) throws IOException {
        return in.continuesWith(offset, "ID3")
                || in.continuesWith(offset, "TAG")
                || in.continuesWith(offset, "APETAGEX")
                || in.continuesWith(offset, "LYRICS");
    }

    /** Skips a tag that says how long it is; false if there is none. What is cut off is skipped as far as it goes. */
    static boolean skip(PeekInput in) throws IOException {
        if (in.startsWith("ID3") && in.peek(HEADER_BYTES) == HEADER_BYTES) {
            long length = 0;
            for (int i = 6; i < HEADER_BYTES; i++) {
                length = length << 7 | in.at(i) & 0x7F;
            }
            boolean footer = (in.at(5) & FOOTER_FLAG) != 0;
            in.skip(HEADER_BYTES + length + (footer ? HEADER_BYTES : 0));
            return true;
        }
        if (in.startsWith("APETAGEX") && in.peek(APE_HEADER_BYTES) == APE_HEADER_BYTES) {
            // The length is that of the items and the footer; bit 29 of the flags tells a header from a footer.
            boolean header = (in.at(23) & 0x20) != 0;
            long length = in.at(12) | in.at(13) << 8 | in.at(14) << 16 | (long) in.at(15) << 24;
            in.skip(APE_HEADER_BYTES + (header ? length : 0));
            return true;
        }
        return false;
    }
}
