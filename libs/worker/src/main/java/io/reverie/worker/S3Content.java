package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** The content of an object: whole, or an {@link IOException} about the store. */
final class S3Content extends InputStream {

    private static final long UNKNOWN = -1;

    private final ResponseInputStream<GetObjectResponse> content;
    private final String key;
    private final S3Problems problems;
    private final long bytes;
    private long read;
    private boolean ended;

    S3Content(ResponseInputStream<GetObjectResponse> content, String key, S3Problems problems) {
        this.content = content;
        this.key = key;
        this.problems = problems;
        Long length = content.response().contentLength();
        this.bytes = length == null ? UNKNOWN : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count;
        try {
            count = content.read(into, offset, length);
        } catch (IOException | UncheckedIOException | SdkException e) {
            throw problems.whileReading(key, e);
        }
        if (count < 0) {
            requireAll();
            ended = true;
        } else {
            read += count;
        }
        return count;
    }

    /** A connection that is closed too early looks like the end of the content. */
    private void requireAll() throws IOException {
        if (read < bytes) {
            throw problems.whileReading(key, new IOException("it ended after " + read + " of " + bytes + " bytes"));
        }
    }

    @Override
    public int available() throws IOException {
        return content.available();
    }

    /** Lets go of the connection where content is left: reading it to its end, for another request, may take long. */
    @Override
    public void close() throws IOException {
        try {
            if (ended || read == bytes) {
                content.close();
            } else {
                content.abort();
            }
        } catch (UncheckedIOException | SdkException e) {
            throw problems.whileReading(key, e);
        }
    }
}
