package io.reverie.audio.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes Ogg files apart and makes checksums right again where they were changed. */
final class OggBytes {

    private static final int HEADER_BYTES = 27;
    private static final int CHECKSUM = 22;

    private OggBytes() {}

    /** The pages of a file, up to what no longer looks like one. */
    static List<byte[]> pages(byte[] file) {
        List<byte[]> pages = new ArrayList<>();
        int from = 0;
        while (from + HEADER_BYTES <= file.length && file[from] == 'O' && file[from + 1] == 'g') {
            int end = from + HEADER_BYTES + (file[from + HEADER_BYTES - 1] & 0xFF);
            int last = end;
            for (int i = from + HEADER_BYTES; i < Math.min(last, file.length); i++) {
                end += file[i] & 0xFF;
            }
            end = Math.min(end, file.length);
            pages.add(Arrays.copyOfRange(file, from, end));
            from = end;
        }
        return pages;
    }

    /** The file with the right checksum in every page. */
    static byte[] withChecksums(byte[] file) {
        byte[] right = file.clone();
        int from = 0;
        for (byte[] page : pages(file)) {
            ByteBuffer fields = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
            fields.putInt(CHECKSUM, 0);
            fields.putInt(CHECKSUM, checksum(page));
            System.arraycopy(page, 0, right, from, page.length);
            from += page.length;
        }
        return right;
    }

    private static int checksum(byte[] page) {
        int crc = 0;
        for (byte next : page) {
            crc ^= next << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ 0x04C1_1DB7 : crc << 1;
            }
        }
        return crc;
    }
}
