package io.reverie.audio.file;

import java.io.IOException;
import java.io.InputStream;

/** A buffered stream that can be looked into without being consumed. */
final class PeekInput extends InputStream {

    private static final int BUFFER_BYTES = 16_384;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;
    private boolean ended;

    PeekInput(InputStream in) {
        this.in = in;
    }

    /** Loads bytes ahead; returns how many of those asked for are there: fewer only at the end of the stream. */
    int peek(int count) throws IOException {
        if (to - from < count && from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        while (to - from < count && !ended) {
            int read = in.read(buffer, to, buffer.length - to);
            if (read < 0) {
                ended = true;
            } else {
                to += read;
            }
        }
        return Math.min(count, to - from);
    }

    /** A byte that {@link #peek} loaded, 0 being the next that a read returns. */
    int at(int index) {
        return buffer[from + index] & 0xFF;
    }

    /** Whether the stream goes on with these characters. */
    boolean startsWith(String characters) throws IOException {
        return continuesWith(0, characters);
    }

    /** Whether these characters come behind a number of bytes. */
    boolean continuesWith(int offset, String characters) throws IOException {
        if (peek(offset + characters.length()) < offset + characters.length()) {
            return false;
        }
        for (int i = 0; i < characters.length(); i++) {
            if (at(offset + i) != characters.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        return peek(1) == 1 ? buffer[from++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, peek(1) == 1 ? to - from : 0);
        if (count == 0) {
            return -1;
        }
        System.arraycopy(buffer, from, target, offset, count);
        from += count;
        return count;
    }

    /** Reads over bytes: a stream of a file would skip beyond its end. */
    @Override
    public long skip(long count) throws IOException {
        long left = count;
        while (left > 0 && peek(1) == 1) {
            int here = (int) Math.min(left, to - from);
            from += here;
            left -= here;
        }
        return Math.max(0, count) - Math.max(0, left);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
