package io.reverie.worker;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** The fields that every event begins with. */
public final class EventHeaders {

    static final String ID = "id";
    static final String CREATED_AT = "createdAt";
    static final String REQUESTER = "requester";
    static final String CORRELATION_ID = "correlationId";

    private EventHeaders() {}

    /**
     * Fills an event's header: the given id, the present time, and requester and correlation id of the request that it
     * follows from.
     *
     * @param request null where it could not be read
     * @return the event itself
     */
    public static <T extends SpecificRecord> T fill(T event, SpecificRecord request, String id) {
        set(event, ID, id);
        set(event, CREATED_AT, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        return request == null ? event : address(event, request);
    }

    /**
     * Sets requester and correlation id to those of a request.
     *
     * @return the event itself
     */
    static <T extends SpecificRecord> T address(T event, SpecificRecord request) {
        set(event, REQUESTER, get(request, REQUESTER));
        set(event, CORRELATION_ID, get(request, CORRELATION_ID));
        return event;
    }

    /** When the event was made; the epoch where its producer did not say. */
    public static Instant createdAt(SpecificRecord event) {
        return (Instant) get(event, CREATED_AT);
    }

    private static Object get(SpecificRecord event, String field) {
        return event.get(position(event.getSchema(), field));
    }

    private static void set(SpecificRecord event, String field, Object value) {
        event.put(position(event.getSchema(), field), value);
    }

    private static int position(Schema schema, String name) {
        Schema.Field field = schema.getField(name);
        if (field == null) {
            throw new IllegalArgumentException(schema.getFullName() + " is not an event: it has no field " + name);
        }
        return field.pos();
    }
}
