package io.reverie.audio.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.reverie.audio.Samples;

/** Walks over the chunks of one file of the IFF family: an id of four characters, a length, that many bytes. */
final class ChunkInput {

    static final int HEADER_BYTES = 8;

    private final PeekInput in;
    private final ByteOrder order;
    private long position;
    private String id;
    private long length;

    ChunkInput(PeekInput in, ByteOrder order) {
        this.in = in;
        this.order = order;
    }

    PeekInput stream() {
        return in;
    }

    /** How many bytes have been read. */
    long position() {
        return position;
    }

    /** Goes on to the next chunk, once the one before is consumed; false at the end of the file. */
    boolean next() throws IOException {
        byte[] header = readUpTo(HEADER_BYTES);
        if (header.length < HEADER_BYTES) {
            return false;
        }
        id = new String(header, 0, 4, StandardCharsets.ISO_8859_1);
        length = unsignedInt(header, 4);
        return true;
    }

    String id() {
        return id;
    }

    /** The length that the chunk declares, in bytes. */
    long length() {
        return length;
    }

    /** The first bytes of this chunk and no more than it has; the rest is skipped. */
    byte[] head(int most) throws IOException {
        byte[] head = readUpTo((int) Math.min(length, most));
        if (head.length < Math.min(length, most)) {
            throw truncated(head.length);
        }
        skip(length - head.length + length % 2);
        return head;
    }

    /** Skips this chunk as a whole. */
    void skip() throws IOException {
        skip(length + length % 2);
    }

    /** All of this chunk, which comes before the one that says what it means. */
    byte[] keep(ReadLimits limits, String before) throws IOException {
        // Eight bytes are the longest sample.
        long most = Math.min(Samples.LARGEST_ARRAY, Math.min(limits.samples(), Samples.LARGEST_ARRAY) * 8);
        if (length > most) {
            throw new UnreadableAudioException("the " + id + " chunk comes before the " + before
                    + " chunk and declares " + length + " bytes, more than the limit of " + most);
        }
        byte[] kept = readUpTo((int) length);
        if (kept.length < length) {
            throw truncated(kept.length);
        }
        skip(length % 2);
        return kept;
    }

    byte[] readUpTo(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        position += read.length;
        return read;
    }

    UnreadableAudioException truncated(long there) {
        return new UnreadableAudioException("the file is truncated: its '" + Printable.text(id) + "' chunk declares "
                + length + " bytes, but only " + there + " are there");
    }

    long unsignedInt(byte[] bytes, int at) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(bytes, at, 4).order(order).getInt());
    }

    private void skip(long bytes) throws IOException {
        long skipped = in.skip(bytes);
        position += skipped;
        // A padding byte that is missing at the very end harms nobody.
        if (skipped < bytes - length % 2) {
            throw truncated(Math.max(0, length + length % 2 - bytes + skipped));
        }
    }
}
