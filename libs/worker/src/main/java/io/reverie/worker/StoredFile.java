package io.reverie.worker;

import java.time.Instant;
import java.util.Objects;

/**
 * A file of the store as a listing shows it.
 *
 * @param key its key; of an unfinished write a name that is not allowed as a key
 * @param bytes its size
 * @param modified when it was written last
 */
public record StoredFile(String key, long bytes, Instant modified) {

    public StoredFile {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(modified, "modified");
    }
}
