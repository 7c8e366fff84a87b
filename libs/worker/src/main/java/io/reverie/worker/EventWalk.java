package io.reverie.worker;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.avro.generic.IndexedRecord;

/** Finds what stands anywhere in an event. */
final class EventWalk {

    private EventWalk() {}

    /** Shows every value of a class; does not look inside what it has shown. */
    static <T> void each(Object value, Class<T> type, Consumer<T> found) {
        if (type.isInstance(value)) {
            found.accept(type.cast(value));
        } else if (value instanceof IndexedRecord record) {
            for (int i = 0; i < record.getSchema().getFields().size(); i++) {
                each(record.get(i), type, found);
            }
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(element -> each(element, type, found));
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(element -> each(element, type, found));
        }
    }
}
