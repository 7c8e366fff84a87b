package io.reverie.worker;

import java.util.Map;
import java.util.TreeMap;
import jakarta.enterprise.context.ApplicationScoped;

/** What is known of this process since its start and tells it from others, such as the device it computes with; for health. */
@ApplicationScoped
public class WorkerFacts {

    private final Map<String, String> facts = new TreeMap<>();

    /** Adds some, in place of those of the same name. */
    public synchronized void add(Map<String, String> known) {
        facts.putAll(known);
    }

    /** A copy of all by name. */
    public synchronized Map<String, String> all() {
        return Map.copyOf(facts);
    }
}
