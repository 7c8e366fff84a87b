package io.reverie.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
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

    /** Version, trace id, parent id and flags; later versions may have more. */
    private static final Pattern PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            return NAMES;
        }

        @Override
        public String get(Headers headers, String name) {
            Header header = headers.lastHeader(name);
            return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    };

    private TraceContext() {}

    /** Those headers of a record; none where it has no parent, or one that is none. */
    static Headers of(Headers headers) {
        RecordHeaders carried = new RecordHeaders();
        Header parent = headers.lastHeader("traceparent");
        if (parent == null
                || parent.value() == null
                || !PARENT.matcher(new String(parent.value(), StandardCharsets.UTF_8))
                        .matches()) {
            return carried;
        }
        for (String name : NAMES) {
            Header header = headers.lastHeader(name);
            if (header != null && header.value() != null && header.value().length <= MOST_BYTES) {
                carried.add(header);
            }
        }
        return carried;
    }

    /** The span that a record's headers name; the root where they name none. */
    static Context extract(Headers headers) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), of(headers), GETTER);
    }

    /** Makes a span the one that a record's headers name. */
    static void inject(Span span, Headers headers) {
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, (carrier, name, value) -> {
            carrier.remove(name);
            carrier.add(name, value.getBytes(StandardCharsets.UTF_8));
        });
    }
}
