package io.reverie.worker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.reverie.schemas.Artifact;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A store that is a bucket of S3, or a prefix of one.
 *
 * <p>Content is sent in parts of 8 MiB, one in memory at a time. A key is taken by a conditional write
 * ({@code If-None-Match: *}), which S3 decides atomically. A server that says it does not know them is asked first whether
 * there is such an object, so that of two writers at the same moment both may win. Where the answer to a conditional write is
 * lost and the client writes again, the key counts as taken, though by this writer.
 *
 * <p>There is no {@link #requireSpace}: S3 has room, and that it answers shows when a job looks for its reservation.
 */
public final class S3Store implements ArtifactStore {

    private static final Logger LOG = Logger.getLogger(S3Store.class);
    private static final int PART_BYTES = 8 << 20;
    private static final int BUFFER_BYTES = 1 << 16;
    /** Between the key and the id of an unfinished upload; not allowed in keys. */
    private static final char UPLOAD = ':';

    private final S3Client client;
    private final S3Location location;
    private final S3Problems problems;
    private final AtomicBoolean conditionalWrites = new AtomicBoolean(true);

    /** Opens a store; nothing is sent yet. The client is closed by whoever made it. */
    public S3Store(S3Client client, S3Location location) {
        this.client = new CheckedS3Client(client);
        this.location = location;
        this.problems = new S3Problems(location, client.serviceClientConfiguration());
    }

    @Override
    public InputStream open(String key) throws IOException {
        String objectKey = location.objectKey(key);
        try {
            return new S3Content(
                    client.getObject(object -> object.bucket(location.bucket()).key(objectKey)), key, problems);
        } catch (S3Exception e) {
            if (S3Problems.isUnreadable(e)) {
                throw new UnreadableArtifactException(key, new IOException(problems.of(e)));
            }
            throw S3Problems.isNoSuchKey(e) ? new ArtifactNotFoundException(key) : problems.of(e);
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    @Override
    public long size(String key) throws IOException {
        String objectKey = location.objectKey(key);
        try {
            Long bytes = client.headObject(
                            object -> object.bucket(location.bucket()).key(objectKey))
                    .contentLength();
            if (bytes == null) {
                throw problems.whileReading(key, new IOException("the answer does not say how long it is"));
            }
            return bytes;
        } catch (S3Exception e) {
            throw S3Problems.isNotFound(e) ? missing(key) : problems.of(e);
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    /** Nothing is missing from a store that is itself away: an answer of headers alone does not tell the one from the other. */
    private IOException missing(String key) throws IOException {
        requireBucket();
        return new ArtifactNotFoundException(key);
    }

    /**
     * Makes sure that the bucket can be reached.
     *
     * @throws IOException saying what is wrong
     */
    public void requireBucket() throws IOException {
        try {
            client.headBucket(bucket -> bucket.bucket(location.bucket()));
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    @Override
    public boolean exists(String key) throws IOException {
        try {
            size(key);
            return true;
        } catch (ArtifactNotFoundException e) {
            return false;
        }
    }

    @Override
    public Artifact put(String key, String contentType, ContentWriter writer) throws IOException {
        return write(key, contentType, writer, upload -> {
                    upload.finish(false);
                    return true;
                })
                .orElseThrow();
    }

    @Override
    public Optional<Artifact> putIfAbsent(String key, String contentType, ContentWriter writer) throws IOException {
        return exists(key) ? Optional.empty() : write(key, contentType, writer, upload -> finishIfAbsent(upload, key));
    }

    private boolean finishIfAbsent(S3Upload upload, String key) throws IOException {
        if (conditionalWrites.get()) {
            try {
                upload.finish(true);
                return true;
            } catch (S3Exception e) {
                if (S3Problems.isTaken(e) || S3Problems.isConflict(e) && exists(key)) {
                    return false;
                }
                if (!S3Problems.isNotImplemented(e)) {
                    throw e;
                }
                if (conditionalWrites.getAndSet(false)) {
                    LOG.warnf(
                            "%s; it does not know conditional writes, so two workers may take one job id at the same moment",
                            problems.of(e).getMessage());
                }
            }
        }
        if (exists(key)) {
            return false;
        }
        upload.finish(false);
        return true;
    }

    private interface Completion {

        /** Makes the upload an object, or returns false where the key is taken. */
        boolean complete(S3Upload upload) throws IOException;
    }

    private Optional<Artifact> write(String key, String contentType, ContentWriter writer, Completion completion)
            throws IOException {
        S3Upload upload =
                new S3Upload(client, problems, location.bucket(), location.objectKey(key), contentType, PART_BYTES);
        MessageDigest digest = Sha256.digest();
        boolean complete = false;
        try {
            OutputStream out = new BufferedOutputStream(new DigestOutputStream(upload, digest), BUFFER_BYTES);
            writer.writeTo(out);
            out.flush();
            complete = completion.complete(upload);
        } catch (SdkException e) {
            throw problems.of(e);
        } finally {
            if (!complete) {
                upload.abort();
            }
        }
        return complete
                ? Optional.of(new Artifact(
                        key, contentType, upload.bytes(), HexFormat.of().formatHex(digest.digest())))
                : Optional.empty();
    }

    @Override
    public List<StoredFile> files(String prefix) throws IOException {
        String objectPrefix = location.objectPrefix(prefix);
        List<StoredFile> files = new ArrayList<>();
        try {
            for (S3Object object : client.listObjectsV2Paginator(list ->
                            list.bucket(location.bucket()).prefix(objectPrefix).encodingType(EncodingType.URL))
                    .contents()) {
                String key = location.key(object.key());
                // Others may keep objects in the bucket that have no key here, such as markers of folders.
                if (isKey(key)) {
                    files.add(new StoredFile(key, object.size(), object.lastModified()));
                }
            }
        } catch (SdkException e) {
            throw problems.of(e);
        }
        files.sort(Comparator.comparing(StoredFile::key));
        return List.copyOf(files);
    }

    @Override
    public List<StoredFile> unfinished(Duration age) throws IOException {
        Instant latest = Instant.now().minus(age);
        String objectPrefix = location.objectPrefix("");
        List<StoredFile> unfinished = new ArrayList<>();
        try {
            for (MultipartUpload upload : client.listMultipartUploadsPaginator(list ->
                            list.bucket(location.bucket()).prefix(objectPrefix).encodingType(EncodingType.URL))
                    .uploads()) {
                if (upload.initiated().isBefore(latest) && isKey(location.key(upload.key()))) {
                    grownUntil(latest, upload).ifPresent(unfinished::add);
                }
            }
        } catch (SdkException e) {
            throw problems.of(e);
        }
        return List.copyOf(unfinished);
    }

    /** An upload with what it has got so far; empty where it has grown since, or has ended. */
    private Optional<StoredFile> grownUntil(Instant latest, MultipartUpload upload) {
        long bytes = 0;
        Instant grown = upload.initiated();
        try {
            for (Part part : client.listPartsPaginator(parts ->
                            parts.bucket(location.bucket()).key(upload.key()).uploadId(upload.uploadId()))
                    .parts()) {
                bytes += part.size();
                grown = part.lastModified().isAfter(grown) ? part.lastModified() : grown;
            }
        } catch (S3Exception e) {
            if (S3Problems.isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
        return grown.isBefore(latest)
                ? Optional.of(new StoredFile(location.key(upload.key()) + UPLOAD + upload.uploadId(), bytes, grown))
                : Optional.empty();
    }

    @Override
    public void removeUnfinished(StoredFile unfinished) throws IOException {
        int end = unfinished.key().indexOf(UPLOAD);
        if (end < 0) {
            throw new IllegalArgumentException(unfinished.key() + " is no unfinished write");
        }
        String objectKey = location.objectKey(unfinished.key().substring(0, end));
        String uploadId = unfinished.key().substring(end + 1);
        try {
            client.abortMultipartUpload(
                    upload -> upload.bucket(location.bucket()).key(objectKey).uploadId(uploadId));
            LOG.infof("Aborted the unfinished upload of %s in %s", unfinished.key(), location);
        } catch (S3Exception e) {
            if (!S3Problems.isNotFound(e)) {
                throw problems.of(e);
            }
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    /** Only checks the key: artifacts of S3 are no files of this machine. */
    @Override
    public Optional<Path> localPath(String key) throws IOException {
        location.objectKey(key);
        return Optional.empty();
    }

    @Override
    public void delete(String key) throws IOException {
        String objectKey = location.objectKey(key);
        try {
            client.deleteObject(object -> object.bucket(location.bucket()).key(objectKey));
        } catch (S3Exception e) {
            if (!S3Problems.isNotFound(e)) {
                throw problems.of(e);
            }
        } catch (SdkException e) {
            throw problems.of(e);
        }
    }

    private boolean isKey(String key) {
        try {
            location.objectKey(key);
            return true;
        } catch (InvalidArtifactKeyException e) {
            return false;
        }
    }
}
