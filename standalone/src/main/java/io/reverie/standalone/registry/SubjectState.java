package io.reverie.standalone.registry;

import java.util.Optional;

/**
 * What became of a subject.
 *
 * @param subject its name, {@code TOPIC-value}
 * @param event whose schema it has
 * @param version of the event's newest schema; 0 where it is not registered
 * @param id of that schema; 0 where it is not registered
 * @param change what was done, or would be
 * @param sameText whether the registry has the schema in the layout in which workers look it up; true where it is not
 *     registered
 */
public record SubjectState(String subject, String event, int version, int id, Change change, boolean sameText) {

    static SubjectState of(
            String subject, String event, Optional<RegisteredSchema> newest, String text, Change change) {
        return new SubjectState(
                subject,
                event,
                newest.map(RegisteredSchema::version).orElse(0),
                newest.map(RegisteredSchema::id).orElse(0),
                change,
                newest.map(RegisteredSchema::text).map(text::equals).orElse(true));
    }

    /** What was done. */
    public enum Change {
        /** Versions were added. */
        REGISTERED,
        /** Everything was there already. */
        UNCHANGED,
        /** Only looked at: versions would be added. */
        MISSING
    }
}
