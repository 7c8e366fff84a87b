package io.reverie.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.apache.avro.Schema;

/**
 * The published versions of each event's schema, {@code schemas/history/<Event>/<version>.avsc}, numbered from 1
 * without gaps. Each file is self-contained: the types that it names are written out. They travel in the jar.
 */
public final class SchemaHistory {

    private static final String FOLDER = "/io/reverie/schemas/history/";

    private SchemaHistory() {}

    /** All published versions of an event's schema, oldest first; empty where none was recorded. */
    public static List<Schema> versionsOf(String event) {
        List<Schema> versions = new ArrayList<>();
        while (true) {
            String resource = FOLDER + event + "/" + (versions.size() + 1) + ".avsc";
            try (InputStream in = SchemaHistory.class.getResourceAsStream(resource)) {
                if (in == null) {
                    return List.copyOf(versions);
                }
                versions.add(new Schema.Parser().parse(in));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + resource, e);
            }
        }
    }

    /**
     * The newest version, which is the one that this build writes.
     *
     * @throws IllegalArgumentException where there is no such event
     */
    public static Schema latestOf(String event) {
        List<Schema> versions = versionsOf(event);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("There is no event '" + event + "'");
        }
        return versions.get(versions.size() - 1);
    }
}
