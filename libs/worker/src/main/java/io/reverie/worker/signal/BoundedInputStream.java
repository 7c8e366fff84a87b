package io.reverie.worker.signal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of a stream; remembers whether it ended for its bound. Marks are not supported. */
final class BoundedInputStream extends FilterInputStream {

    private long left;
    private boolean cut;

    BoundedInputStream(InputStream in, long bytes) {
        super(in);
        this.left = bytes;
    }

    /** Whether there was more to read. */
    boolean isCut() {
        return cut;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        return read < 0 || isBeyond(1) ? -1 : read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : read();
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        return read < 0 || isBeyond(read) ? -1 : read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private boolean isBeyond(int read) {
        cut |= read > left;
        left = Math.max(0, left - read);
        return cut;
    }
}
