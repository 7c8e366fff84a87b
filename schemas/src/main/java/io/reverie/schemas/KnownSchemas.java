package io.reverie.schemas;

import java.util.HashMap;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Every schema version that this build can read, by fingerprint. */
final class KnownSchemas {

    private static final class Holder {
        private static final KnownSchemas INSTANCE = load();
    }

    private final Map<Long, EventBodyReader> byFingerprint;

    private KnownSchemas(Map<Long, EventBodyReader> byFingerprint) {
        this.byFingerprint = Map.copyOf(byFingerprint);
    }

    /** The current schemas and those of the history. */
    static KnownSchemas get() {
        return Holder.INSTANCE;
    }

    /** These and one more version of an event's schema. */
    KnownSchemas with(Schema writer, Class<? extends SpecificRecord> event) {
        Map<Long, EventBodyReader> more = new HashMap<>(byFingerprint);
        more.put(SchemaNormalization.parsingFingerprint64(writer), EventBodyReader.of(writer, event));
        return new KnownSchemas(more);
    }

    /** A reader for the schema with this CRC-64-AVRO fingerprint, or null. */
    EventBodyReader find(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    private static KnownSchemas load() {
        Map<Long, EventBodyReader> known = new HashMap<>();
        for (Class<? extends SpecificRecord> event : Events.ALL) {
            for (Schema old : SchemaHistory.versionsOf(event.getSimpleName())) {
                known.put(SchemaNormalization.parsingFingerprint64(old), EventBodyReader.of(old, event));
            }
            Schema current = SpecificData.get().getSchema(event);
            known.put(SchemaNormalization.parsingFingerprint64(current), EventBodyReader.of(current, event));
        }
        return new KnownSchemas(known);
    }
}
