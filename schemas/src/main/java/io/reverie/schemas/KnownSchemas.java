package io.reverie.schemas;

import java.util.HashMap;
import java.util.Map;

import org.apache.avro.Conversion;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Every schema version that this build can read, by fingerprint. */
final class KnownSchemas {

    /** A schema that events may have been written with, and what they are read into. */
    record Known(Schema writer, Schema reader, SpecificData model) {}

    private static final class Holder {
        private static final KnownSchemas INSTANCE = load();
    }

    private final Map<Long, Known> byFingerprint;

    private KnownSchemas(Map<Long, Known> byFingerprint) {
        this.byFingerprint = Map.copyOf(byFingerprint);
    }

    /** The current schemas and those of the history. */
    static KnownSchemas get() {
        return Holder.INSTANCE;
    }

    /** These and one more version of an event's schema. */
    KnownSchemas with(Schema writer, Class<? extends SpecificRecord> event) {
        Map<Long, Known> more = new HashMap<>(byFingerprint);
        more.put(
                SchemaNormalization.parsingFingerprint64(writer),
                new Known(writer, SpecificData.get().getSchema(event), modelOf(event)));
        return new KnownSchemas(more);
    }

    /** The schema with this CRC-64-AVRO fingerprint, or null. */
    Known find(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    private static KnownSchemas load() {
        Map<Long, Known> known = new HashMap<>();
        for (Class<? extends SpecificRecord> event : Events.ALL) {
            Schema reader = SpecificData.get().getSchema(event);
            SpecificData model = modelOf(event);
            for (Schema old : SchemaHistory.versionsOf(event.getSimpleName())) {
                known.put(SchemaNormalization.parsingFingerprint64(old), new Known(old, reader, model));
            }
            known.put(SchemaNormalization.parsingFingerprint64(reader), new Known(reader, reader, model));
        }
        return new KnownSchemas(known);
    }

    /**
     * Resolves classes with the loader of the event classes. The thread's context loader, which Avro's shared model
     * would ask, belongs to somebody else in a Kafka client's thread.
     */
    private static SpecificData modelOf(Class<? extends SpecificRecord> event) {
        SpecificData model = new SpecificData(event.getClassLoader());
        for (Conversion<?> conversion : SpecificData.getForClass(event).getConversions()) {
            model.addLogicalTypeConversion(conversion);
        }
        return model;
    }
}
