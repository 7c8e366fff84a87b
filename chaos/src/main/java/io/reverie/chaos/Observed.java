package io.reverie.chaos;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.JobFailed;
import io.reverie.worker.EventArtifacts;
import io.reverie.worker.JobOutputs;
import org.apache.avro.specific.SpecificRecord;

/** What became of jobs, as the topics tell it. */
final class Observed {

    /** The events that end each job: by job, then by event and, of each event, its artifacts. */
    private final Map<String, Map<String, SortedMap<String, Artifact>>> outputs = new TreeMap<>();

    private final Map<String, JobFailed> failures = new TreeMap<>();
    private final Map<String, Integer> deadLetters = new TreeMap<>();
    private final TreeMap<String, String> contradictions = new TreeMap<>();
    private final Map<String, Integer> eventsByJob = new TreeMap<>();
    private int events;

    void event(String key, SpecificRecord event, String prefix) {
        events++;
        String kind = event.getSchema().getName();
        eventsByJob.merge(kind + " " + key, 1, Integer::sum);
        SortedMap<String, Artifact> artifacts =
                new TreeMap<>(JobOutputs.under(prefix, event).byKey());
        // An event that is kept as a file has its date in it, and the seconds that its job took.
        artifacts.values().removeIf(artifact -> artifact.getContentType().equals(EventArtifacts.CONTENT_TYPE));
        SortedMap<String, Artifact> earlier =
                outputs.computeIfAbsent(key, job -> new TreeMap<>()).put(kind, artifacts);
        if (earlier != null && !earlier.equals(artifacts)) {
            contradictions.put(key, kind + " told of " + earlier + " and of " + artifacts);
        }
    }

    void failure(JobFailed failure) {
        failures.put(failure.getJobId().toString(), failure);
    }

    void deadLetter(String key) {
        deadLetters.merge(key, 1, Integer::sum);
    }

    boolean has(String job, String event) {
        return outputs.getOrDefault(job, Map.of()).containsKey(event);
    }

    /** How often an event of a job was published. */
    int times(String job, String event) {
        return eventsByJob.getOrDefault(event + " " + job, 0);
    }

    Map<String, SortedMap<String, Artifact>> outputs(String job) {
        return outputs.getOrDefault(job, Map.of());
    }

    boolean failed(String job) {
        return failures.containsKey(job);
    }

    Map<String, JobFailed> failures() {
        return failures;
    }

    int deadLetters(String job) {
        return deadLetters.getOrDefault(job, 0);
    }

    /** Jobs whose events named different artifacts. */
    Map<String, String> contradictions() {
        return contradictions;
    }

    /** Finished events, repetitions included. */
    int events() {
        return events;
    }
}
