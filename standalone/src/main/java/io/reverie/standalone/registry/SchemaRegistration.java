package io.reverie.standalone.registry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.reverie.schemas.SchemaHistory;
import io.reverie.schemas.Topic;
import io.reverie.standalone.registry.SubjectState.Change;
import org.apache.avro.Schema;

/**
 * Brings an event's published schemas to a registry, oldest first, each with everything that it names written out, under
 * the subject of its topic. Each must get on with all before it, by the registry's own judgement.
 */
public final class SchemaRegistration {

    /** Old and new readers and writers get on, whatever versions they are of. */
    static final String RULE = "FULL_TRANSITIVE";

    private final SchemaRegistry registry;

    public SchemaRegistration(SchemaRegistry registry) {
        this.registry = registry;
    }

    /**
     * Adds what is missing, and the rule.
     *
     * @throws RegistryException where a version is refused; the message names the subject
     */
    public SubjectState register(Topic topic) throws IOException {
        String subject = subject(topic);
        boolean changed = false;
        if (!registry.rule(subject).equals(Optional.of(RULE))) {
            registry.setRule(subject, RULE);
            changed = true;
        }
        Optional<RegisteredSchema> newest = Optional.empty();
        for (Schema version : SchemaHistory.versionsOf(topic.event())) {
            newest = registry.find(subject, version);
            if (newest.isEmpty()) {
                add(subject, version);
                changed = true;
                newest = registry.find(subject, version);
            }
        }
        return state(subject, topic, newest, changed ? Change.REGISTERED : Change.UNCHANGED);
    }

    /**
     * Looks what is missing, and whether the registry would take it.
     *
     * @throws RegistryException where it would not
     */
    public SubjectState check(Topic topic) throws IOException {
        String subject = subject(topic);
        List<Schema> missing = new ArrayList<>();
        Optional<RegisteredSchema> newest = Optional.empty();
        for (Schema version : SchemaHistory.versionsOf(topic.event())) {
            newest = registry.find(subject, version);
            if (newest.isEmpty()) {
                missing.add(version);
            }
        }
        for (Schema version : missing) {
            Optional<String> objection = registry.objection(subject, version);
            if (objection.isPresent()) {
                throw refused(subject, objection.get());
            }
        }
        return state(subject, topic, newest, missing.isEmpty() ? Change.UNCHANGED : Change.MISSING);
    }

    private static SubjectState state(String subject, Topic topic, Optional<RegisteredSchema> newest, Change change) {
        String text = SchemaHistory.latestOf(topic.event()).toString();
        return SubjectState.of(subject, topic.event(), newest, text, change);
    }

    private void add(String subject, Schema version) throws IOException {
        try {
            registry.register(subject, version);
        } catch (RegistryException e) {
            throw e.isIncompatible() ? refused(subject, e.getMessage()) : e;
        }
    }

    private static RegistryException refused(String subject, String why) {
        return new RegistryException(
                subject + ": a version breaks " + RULE + " with what the registry has: " + why, 409);
    }

    private static String subject(Topic topic) {
        return topic.name() + "-value";
    }
}
