package io.reverie.worker;

import java.util.List;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The headers of W3C Trace Context: what follows from a request carries those of the request on, so that a tracing system
 * finds all of it under one trace id.
 */
final class TraceContext {

    private static final List<String> NAMES = List.of("traceparent", "tracestate");
    /** A tracestate may have so many characters; what is longer is not carried on. */
    private static final int MOST_BYTES = 512;

    private TraceContext() {}

    /** Those headers of a record; none where it has none. */
    static Headers of(Headers headers) {
        RecordHeaders carried = new RecordHeaders();
        for (String name : NAMES) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null && header.value().length <= MOST_BYTES) {
                carried.add(header);
            }
        }
        return carried;
    }
}
