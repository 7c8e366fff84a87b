package io.reverie.audio.file;

import java.io.EOFException;
import java.io.IOException;

/** Reads a FLAC stream bit by bit, most significant first, and keeps the checksums of what was read. */
final class FlacBits {

    private static final int[] CRC_8 = table(0x07, 8);
    private static final int[] CRC_16 = table(0x8005, 16);

    private final PeekInput in;
    private final byte[] bytes = new byte[8192];
    private int next;
    private int end;
    private int current;
    private int bitsLeft;
    private int crc8;
    private int crc16;

    FlacBits(PeekInput in) {
        this.in = in;
    }

    /** The end of the stream within something that was to be read. */
    static final class End extends EOFException {}

    /** Whether no byte is left; asked between frames. */
    boolean atEnd() throws IOException {
        return next == end && !fill();
    }

    void startChecksums() {
        crc8 = 0;
        crc16 = 0;
    }

    /** The CRC-8 of the bytes read since {@link #startChecksums}, zero if they end with their own. */
    int crc8() {
        return crc8;
    }

    /** As {@link #crc8}, with 16 bits. */
    int crc16() {
        return crc16;
    }

    /** Reads up to 32 bits as an unsigned number. */
    long unsigned(int count) throws IOException {
        long value = 0;
        int wanted = count;
        while (wanted > 0) {
            if (bitsLeft == 0) {
                load();
            }
            int taken = Math.min(wanted, bitsLeft);
            bitsLeft -= taken;
            value = value << taken | current >>> bitsLeft & (1 << taken) - 1;
            wanted -= taken;
        }
        return value;
    }

    /** Reads up to 33 bits as a number in two's complement. */
    long signed(int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        long high = -unsigned(1);
        int rest = count - 1;
        return high << rest | unsigned(rest);
    }

    /** Counts zeros up to a one, which is read too. */
    int unary() throws IOException {
        int zeros = 0;
        while (true) {
            if (bitsLeft == 0) {
                load();
            }
            int rest = current & (1 << bitsLeft) - 1;
            if (rest != 0) {
                int leading = Integer.numberOfLeadingZeros(rest) - (32 - bitsLeft);
                bitsLeft -= leading + 1;
                return zeros + leading;
            }
            zeros += bitsLeft;
            bitsLeft = 0;
        }
    }

    /** Goes on to the next whole byte; returns the bits passed over. */
    int align() {
        int padding = current & (1 << bitsLeft) - 1;
        bitsLeft = 0;
        return padding;
    }

    private void load() throws IOException {
        if (next == end && !fill()) {
            throw new End();
        }
        current = bytes[next++] & 0xFF;
        bitsLeft = 8;
        crc8 = CRC_8[crc8 ^ current];
        crc16 = crc16 << 8 & 0xFFFF ^ CRC_16[crc16 >>> 8 ^ current];
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(bytes, 0, bytes.length));
        return end > 0;
    }

    private static int[] table(int polynomial, int width) {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int value = i << width - 8;
            for (int bit = 0; bit < 8; bit++) {
                boolean carry = (value >>> width - 1 & 1) != 0;
                value = value << 1 & (1 << width) - 1;
                value ^= carry ? polynomial : 0;
            }
            table[i] = value;
        }
        return table;
    }
}
