package io.reverie.worker;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Reads artifacts that requests name, and makes sure that they are what was described. */
public final class VerifiedContent {

    /** Reads from a stream. */
    @FunctionalInterface
    public interface Reader<T> {

        /** Reads as much as is needed; the stream is closed by the caller. */
        T read(InputStream in) throws IOException;
    }

    private static final int BUFFER_BYTES = 1 << 16;

    private VerifiedContent() {}

    /**
     * Reads an artifact. The reader bounds what it keeps; its result is dropped where the content turns out to be
     * another, and closed if it can be.
     *
     * @param sha256 what the content must hash to
     * @param field where the key is in the request
     * @throws JobRejectedException where there is no such artifact or its content is another
     */
    public static <T> T read(ArtifactStore store, String key, String sha256, String field, Reader<T> reader)
            throws IOException {
        MessageDigest digest = Sha256.digest();
        T content = null;
        try (InputStream in =
                new DigestInputStream(new BufferedInputStream(open(store, key, field), BUFFER_BYTES), digest)) {
            content = reader.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            requireHash(digest, sha256, key, field);
            return content;
        } catch (IOException | RuntimeException e) {
            if (content instanceof Closeable dropped) {
                dropped.close();
            }
            throw e;
        }
    }

    private static void requireHash(MessageDigest digest, String sha256, String key, String field) {
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    field,
                    "The content of the artifact '" + ArtifactKeys.printable(key)
                            + "' is not the one that was named: its SHA-256 is " + actual + ", not "
                            + ArtifactKeys.printable(sha256),
                    "an artifact whose content has not changed");
        }
    }

    /**
     * Reads a whole artifact into memory.
     *
     * @param sha256 what the content must hash to
     * @param field where the key is in the request
     * @param mostBytes largest size that is accepted
     * @throws JobRejectedException where there is no such artifact, it is larger, or its content is another
     */
    public static byte[] bytes(ArtifactStore store, String key, String sha256, String field, int mostBytes)
            throws IOException {
        return read(store, key, sha256, field, in -> bounded(in, key, field, mostBytes));
    }

    /**
     * Reads an artifact to its end without keeping it, so that content of any size can be trusted before it is parsed.
     *
     * @param sha256 what the content must hash to
     * @param field where the key is in the request
     * @param mostMegabytes largest size that is accepted, in megabytes of 2^20 bytes; nothing of a larger one is read
     * @param limit key of the configuration that says so
     * @return its size in bytes
     * @throws JobRejectedException where there is no such artifact, it is larger, or its content is another
     */
    public static long size(
            ArtifactStore store, String key, String sha256, String field, int mostMegabytes, String limit)
            throws IOException {
        try {
            requireSize(key, store.size(key), field, mostMegabytes, limit);
        } catch (UnusableArtifactException e) {
            throw rejection(e, field);
        }
        return read(store, key, sha256, field, in -> in.transferTo(OutputStream.nullOutputStream()));
    }

    /**
     * Refuses an artifact for its size.
     *
     * @param field where the key is in the request
     * @param mostMegabytes largest size that is accepted, in megabytes of 2^20 bytes
     * @param limit key of the configuration that says so
     */
    public static void requireSize(String key, long bytes, String field, int mostMegabytes, String limit) {
        if (bytes > (long) mostMegabytes << 20) {
            String allowed = "at most " + mostMegabytes + " MB of 2^20 bytes (" + limit + ")";
            throw new JobRejectedException(
                    FailureCodes.INVALID_VALUE,
                    field,
                    "The artifact '" + ArtifactKeys.printable(key) + "' has " + bytes + " bytes; allowed: " + allowed,
                    allowed);
        }
    }

    /** The whole stream, or a rejection where it is longer. */
    static byte[] bounded(InputStream in, String key, String field, int mostBytes) throws IOException {
        byte[] bytes = in.readNBytes(mostBytes);
        if (bytes.length == mostBytes && in.read() >= 0) {
            throw tooLarge(key, field, mostBytes);
        }
        return bytes;
    }

    private static JobRejectedException tooLarge(String key, String field, long mostBytes) {
        return new JobRejectedException(
                FailureCodes.INVALID_VALUE,
                field,
                "The artifact '" + ArtifactKeys.printable(key) + "' is larger than " + mostBytes + " bytes",
                "at most " + mostBytes + " bytes");
    }

    /**
     * What a key that is not allowed, or that names nothing that can be read, says about the request.
     *
     * @param field where the key is in the request
     */
    public static JobRejectedException rejection(UnusableArtifactException problem, String field) {
        boolean invalid = problem instanceof InvalidArtifactKeyException;
        return new JobRejectedException(
                invalid ? FailureCodes.INVALID_VALUE : FailureCodes.UNKNOWN_ARTIFACT,
                field,
                problem.getMessage(),
                invalid ? InvalidArtifactKeyException.ALLOWED : "the key of an artifact in the store",
                problem);
    }

    private static InputStream open(ArtifactStore store, String key, String field) throws IOException {
        try {
            return store.open(key);
        } catch (UnusableArtifactException e) {
            throw rejection(e, field);
        }
    }
}
