package io.reverie.worker.signal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

import io.reverie.worker.ArtifactNotFoundException;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.InvalidArtifactKeyException;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Sha256;

/** Reads artifacts that requests name, and makes sure that they are what was described. */
final class VerifiedContent {

    /** Reads from a stream. */
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    private static final int BUFFER_BYTES = 1 << 16;

    private VerifiedContent() {}

    /**
     * Reads an artifact.
     *
     * @param field where the key is in the request
     * @param sha256 what the content must hash to
     * @throws JobRejectedException where there is no such artifact or its content is another
     */
    static <T> T read(ArtifactStore store, String key, String sha256, String field, Reader<T> reader)
            throws IOException {
        MessageDigest digest = Sha256.digest();
        T content;
        try (InputStream in =
                new DigestInputStream(new BufferedInputStream(open(store, key, field), BUFFER_BYTES), digest)) {
            content = reader.read(in);
            in.transferTo(OutputStream.nullOutputStream());
        }
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    field,
                    "The content of the artifact '" + key + "' is not the one that was named: its SHA-256 is " + actual
                            + ", not " + sha256,
                    "an artifact whose content has not changed");
        }
        return content;
    }

    /** Opens an artifact; a key that is not allowed or not there rejects the request. */
    static InputStream open(ArtifactStore store, String key, String field) throws IOException {
        try {
            return store.open(key);
        } catch (InvalidArtifactKeyException | ArtifactNotFoundException e) {
            throw rejection(e, field);
        }
    }

    static JobRejectedException rejection(IOException problem, String field) {
        boolean invalid = problem instanceof InvalidArtifactKeyException;
        return new JobRejectedException(
                invalid ? FailureCodes.INVALID_VALUE : FailureCodes.UNKNOWN_ARTIFACT,
                field,
                problem.getMessage(),
                invalid ? InvalidArtifactKeyException.ALLOWED : "the key of an artifact in the store",
                problem);
    }
}
