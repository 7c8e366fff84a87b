package io.reverie.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;

/** Takes spans as OpenTelemetry's collector does: OTLP, protobuf over HTTP. */
final class SpanCollector implements AutoCloseable {

    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /** What a worker is told to send its spans here. */
    String[] settings() {
        return new String[] {
            "quarkus.otel.sdk.disabled=false",
            "quarkus.otel.exporter.otlp.endpoint=http://127.0.0.1:"
                    + server.getAddress().getPort(),
            "quarkus.otel.exporter.otlp.protocol=http/protobuf",
            "quarkus.otel.bsp.schedule.delay=200ms"
        };
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** The spans of jobs with an id, in the order of their begin. */
    List<Span> ofJob(String id) {
        return spans.stream()
                .filter(span -> attribute(span, "reverie.job.id").equals(Optional.of(id)))
                .sorted((one, other) -> Long.compareUnsigned(one.getStartTimeUnixNano(), other.getStartTimeUnixNano()))
                .toList();
    }

    static Optional<String> attribute(Span span, String key) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList()
                    .forEach(resource ->
                            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
