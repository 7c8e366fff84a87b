package io.reverie.worker;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** What the retained events name; grows with every event that is added. Not thread-safe. */
public final class RetainedNames {

    /** A finished event's id: prefix and hash of its job, see {@link Job#eventId}. */
    private static final Pattern EVENT_ID = Pattern.compile("([a-z]+)-([0-9a-f]{64})");

    private final Set<String> keys = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private final Set<String> pending = new HashSet<>();

    /** An event that stays for now: its artifacts and audio, and the job whose finished event it is. */
    public void add(IndexedRecord event) {
        EventWalk.each(event, Artifact.class, artifact -> keys.add(artifact.getKey()));
        EventWalk.each(event, AudioSource.class, source -> keys.add(source.getKey()));
        Matcher id = EVENT_ID.matcher(text(event, "id"));
        if (id.matches()) {
            folders.add(id.group(1) + "/" + id.group(2));
        }
    }

    /**
     * An event that a worker may take up, now or once more.
     *
     * @param keyField field of the event that is the record's key
     */
    public void addRequest(IndexedRecord event, String keyField) {
        add(event);
        pending.add(text(event, keyField));
        pending.add(text(event, "id"));
    }

    boolean namesKey(String key) {
        return keys.contains(key);
    }

    boolean namesFolder(String folder) {
        return folders.contains(folder);
    }

    boolean asksFor(String jobId) {
        return pending.contains(jobId);
    }

    Set<String> keys() {
        return keys;
    }

    private static String text(IndexedRecord event, String field) {
        Schema.Field found = event.getSchema().getField(field);
        return found == null ? "" : String.valueOf(event.get(found.pos()));
    }
}
