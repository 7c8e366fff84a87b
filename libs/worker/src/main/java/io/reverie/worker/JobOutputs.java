package io.reverie.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.reverie.schemas.Artifact;
import org.apache.avro.generic.IndexedRecord;

/**
 * The artifacts of a job as its finished event describes them, wherever they stand in the event. What lies elsewhere
 * than under the job's own hash is an input and not counted.
 *
 * @param byKey the artifacts, sorted by key
 */
public record JobOutputs(SortedMap<String, Artifact> byKey) {

    public JobOutputs {
        byKey = Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
    }

    static JobOutputs of(Job job, IndexedRecord event) {
        return under(job.artifactKey(""), event);
    }

    /**
     * The artifacts that an event names.
     *
     * @param prefix what their keys begin with
     */
    public static JobOutputs under(String prefix, IndexedRecord event) {
        SortedMap<String, Artifact> found = new TreeMap<>();
        EventWalk.each(event, Artifact.class, artifact -> {
            if (artifact.getKey().startsWith(prefix)) {
                found.put(artifact.getKey(), artifact);
            }
        });
        return new JobOutputs(found);
    }

    /**
     * Reads every artifact whole and compares it with its description.
     *
     * @return one line for each artifact that is missing, cannot be read, or has another size or SHA-256; empty where
     *     all are as described
     * @throws IOException where the store cannot be reached
     */
    public List<String> damages(ArtifactStore store) throws IOException {
        List<String> damages = new ArrayList<>();
        for (Artifact described : byKey.values()) {
            try {
                Artifact stored = store.describe(described.getKey());
                if (stored.getBytes() != described.getBytes()) {
                    damages.add(
                            described.getKey() + " has " + stored.getBytes() + " bytes, not " + described.getBytes());
                } else if (!stored.getSha256().equals(described.getSha256())) {
                    damages.add(described.getKey() + " has the SHA-256 " + stored.getSha256() + ", not "
                            + described.getSha256());
                }
            } catch (ArtifactNotFoundException e) {
                damages.add(described.getKey() + " is not in the store");
            } catch (UnusableArtifactException e) {
                damages.add(described.getKey() + " cannot be read: " + e.getMessage());
            }
        }
        return damages;
    }
}
