package io.reverie.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * The content of one object on its way to S3, a part in memory at a time. Nothing is there before {@link #finish}: content
 * of one part is put at once, longer content is a multipart upload, which is aborted where it is not finished.
 */
final class S3Upload extends OutputStream {

    private static final Logger LOG = Logger.getLogger(S3Upload.class);
    private static final int FIRST_BYTES = 1 << 16;
    /** The condition that no object has the key yet. */
    private static final String NONE = "*";

    private final S3Client client;
    private final S3Problems problems;
    private final String bucket;
    private final String key;
    private final String contentType;
    private final int partBytes;
    private final List<CompletedPart> parts = new ArrayList<>();
    private byte[] buffer;
    private int buffered;
    private long bytes;
    private String uploadId;

    /**
     * An upload that sends nothing yet.
     *
     * @param key in the bucket
     * @param partBytes size of all parts but the last; S3 wants 5 MiB at least, and takes 10,000 parts
     */
    S3Upload(S3Client client, S3Problems problems, String bucket, String key, String contentType, int partBytes) {
        this.client = client;
        this.problems = problems;
        this.bucket = bucket;
        this.key = key;
        this.contentType = contentType;
        this.partBytes = partBytes;
        this.buffer = new byte[Math.min(FIRST_BYTES, partBytes)];
    }

    @Override
    public void write(int value) throws IOException {
        makeRoom(1);
        buffer[buffered++] = (byte) value;
        bytes++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int written = 0;
        while (written < length) {
            int room = makeRoom(length - written);
            System.arraycopy(from, offset + written, buffer, buffered, room);
            buffered += room;
            written += room;
        }
        bytes += length;
    }

    /** How many bytes were written. */
    long bytes() {
        return bytes;
    }

    /** Room for some of so many bytes: the buffer grows to a part, then the part is sent. */
    private int makeRoom(int wanted) throws IOException {
        if (buffered == partBytes) {
            sendPart();
        }
        if (buffered == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(partBytes, 2L * buffer.length));
        }
        return Math.min(wanted, buffer.length - buffered);
    }

    private void sendPart() throws IOException {
        try {
            begin();
            int number = parts.size() + 1;
            UploadPartResponse sent = client.uploadPart(
                    part -> part.bucket(bucket).key(key).uploadId(uploadId).partNumber(number), body());
            parts.add(CompletedPart.builder()
                    .partNumber(number)
                    .eTag(sent.eTag())
                    .checksumCRC32(sent.checksumCRC32())
                    .checksumCRC64NVME(sent.checksumCRC64NVME())
                    .build());
            buffered = 0;
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    private void begin() {
        if (uploadId == null) {
            uploadId = client.createMultipartUpload(
                            upload -> upload.bucket(bucket).key(key).contentType(contentType))
                    .uploadId();
        }
    }

    /** What is buffered, as often as the client wants to send it; not copied. */
    private RequestBody body() {
        int length = buffered;
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(buffer, 0, length), length, contentType);
    }

    /**
     * Makes the content an object. May be called again with another condition where S3 refuses.
     *
     * @param ifAbsent only where there is no object with this key
     * @throws SdkException as S3 answers
     */
    void finish(boolean ifAbsent) throws IOException {
        String condition = ifAbsent ? NONE : null;
        if (uploadId == null) {
            client.putObject(
                    object -> object.bucket(bucket)
                            .key(key)
                            .contentType(contentType)
                            .ifNoneMatch(condition),
                    body());
            return;
        }
        if (buffered > 0) {
            sendPart();
        }
        client.completeMultipartUpload(upload -> upload.bucket(bucket)
                .key(key)
                .uploadId(uploadId)
                .ifNoneMatch(condition)
                .multipartUpload(completed -> completed.parts(parts)));
        uploadId = null;
    }

    /** Leaves nothing behind of what was not finished. */
    void abort() {
        if (uploadId == null) {
            return;
        }
        try {
            client.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(uploadId));
        } catch (S3Exception e) {
            if (!S3Problems.isNotFound(e)) {
                leftBehind(e);
            }
        } catch (SdkException e) {
            leftBehind(e);
        }
    }

    private void leftBehind(SdkException e) {
        // Nobody sees it; it takes room until the store is cleaned or its rule for incomplete uploads removes it.
        LOG.warnf("An unfinished upload is left behind: %s", problems.of(e).getMessage());
    }

    /** Finishes nothing: what a writer that failed has closed is not whole. */
    @Override
    public void close() {
        // See finish().
    }
}
