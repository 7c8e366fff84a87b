package io.reverie.worker;

import java.nio.charset.StandardCharsets;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

    @Test
    void aSpanTakesThePlaceOfTheRequestsAndKeepsItsTrace() {
        // Given
        Headers headers = headers(PARENT);
        headers.add("tracestate", "vendor=42".getBytes(StandardCharsets.UTF_8));

        // When
        SpanContext parent = Span.fromContext(TraceContext.extract(headers)).getSpanContext();
        SpanContext job = SpanContext.create(
                parent.getTraceId(), "00f067aa0ba902b7", TraceFlags.getSampled(), parent.getTraceState());
        TraceContext.inject(Span.wrap(job), headers);

        // Then
        assertThat(parent.getSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(headers.toArray())
                .extracting(TraceContextTest::text)
                .containsExactlyInAnyOrder("traceparent=00-" + TRACE + "-00f067aa0ba902b7-01", "tracestate=vendor=42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-0-0-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "\u0000"})
    void aMalformedParentIsNone(String parent) {
        SpanContext extracted =
                Span.fromContext(TraceContext.extract(headers(parent))).getSpanContext();
        assertThat(extracted.isValid()).isFalse();
        assertThat(extracted.getTraceState()).isEqualTo(TraceState.getDefault());
    }

    private static Headers headers(String parent) {
        return new RecordHeaders().add("traceparent", parent.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Header header) {
        return header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8);
    }
}
