package io.reverie.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.reverie.schemas.Artifact;

/**
 * Files that events name by key. A key is relative, has '/' between its parts and never leads out of the store.
 *
 * <p>Every method raises {@link InvalidArtifactKeyException} for a key that is not allowed. Methods that read raise
 * {@link ArtifactNotFoundException} where the store is there and the artifact is not, and {@link
 * UnreadableArtifactException} where it may not be opened. Any other {@link IOException} is about the store, not the
 * key, and the same call may succeed later; a {@link StoreUnavailableException} is certainly. Implementations are safe for
 * use by several threads and processes.
 */
public interface ArtifactStore {

    /** Opens an artifact for reading. */
    InputStream open(String key) throws IOException;

    /**
     * Stores an artifact whole or not at all, replacing an earlier one with the same key. Where the writer fails,
     * nothing is stored and its exception is passed on.
     *
     * @return the key, content type, size and SHA-256 of what was stored
     */
    Artifact put(String key, String contentType, ContentWriter writer) throws IOException;

    /**
     * Stores an artifact as {@link #put} does, unless there is one with this key already.
     *
     * @return what was stored, or empty where the key was taken
     */
    Optional<Artifact> putIfAbsent(String key, String contentType, ContentWriter writer) throws IOException;

    /**
     * Stores an artifact as {@link #putIfAbsent} does, but may leave it to {@link #persist} to make it durable: until then a
     * crash of the whole machine may lose it, or leave an empty file or one of zeros in its place.
     */
    default Optional<Artifact> claim(String key, String contentType, ContentWriter writer) throws IOException {
        return putIfAbsent(key, contentType, writer);
    }

    /** Makes durable what {@link #claim} stored, by whomever; does nothing where there is no such artifact. */
    default void persist(String key) throws IOException {}

    /** Size in bytes of an artifact, without reading it. */
    long size(String key) throws IOException;

    /** Whether there is an artifact with this key. */
    boolean exists(String key) throws IOException;

    /**
     * To be called before a job begins.
     *
     * @throws IOException where there is not room enough for what jobs write
     */
    default void requireSpace() throws IOException {}

    /** The keys that begin with a prefix, sorted; empty: all. Unfinished writes are not listed. */
    default List<String> list(String prefix) throws IOException {
        return files(prefix).stream().map(StoredFile::key).toList();
    }

    /** The files whose keys begin with a prefix, sorted by key; empty: all. Unfinished writes are not listed. */
    List<StoredFile> files(String prefix) throws IOException;

    /** Unfinished writes that have not grown for so long: what processes that were killed left behind. */
    List<StoredFile> unfinished(Duration age) throws IOException;

    /** Removes an unfinished write; does nothing where it has gone. */
    void removeUnfinished(StoredFile unfinished) throws IOException;

    /** Where the artifact lies on this machine; empty for a store that is not a folder of this machine. */
    Optional<Path> localPath(String key) throws IOException;

    /** Describes a stored artifact; reads it whole for its SHA-256. The content type follows the key's ending. */
    default Artifact describe(String key) throws IOException {
        MessageDigest digest = Sha256.digest();
        long bytes;
        try (InputStream in = new DigestInputStream(open(key), digest)) {
            bytes = in.transferTo(OutputStream.nullOutputStream());
        }
        return new Artifact(
                key, ArtifactKeys.contentType(key), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** Removes an artifact; does nothing where there is none. */
    void delete(String key) throws IOException;
}
