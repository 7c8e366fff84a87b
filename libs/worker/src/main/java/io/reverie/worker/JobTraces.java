package io.reverie.worker;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.reverie.schemas.Stage;
import io.reverie.worker.JobMetrics.Outcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A span for each job, named and described as OpenTelemetry's conventions for messaging have it. Its parent is the span that
 * the request's {@code traceparent} header names. Where no tracing is configured there are no spans, and headers stay as they
 * are.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions for Kafka</a>
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
@ApplicationScoped
class JobTraces {

    private static final AttributeKey<String> JOB = AttributeKey.stringKey("reverie.job.id");
    private static final AttributeKey<String> STAGE = AttributeKey.stringKey("reverie.stage");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("reverie.outcome");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    @Inject
    JobTraces(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        // A disabled SDK makes spans too, with ids that nobody ever hears of.
        this(disabled ? OpenTelemetry.noop() : telemetry);
    }

    JobTraces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.reverie");
    }

    /**
     * Begins; to be closed in the same thread.
     *
     * @param record its trace headers become the span's, so that all that follows from it, its dead letter too, comes after
     *     the span
     */
    JobSpan open(ConsumerRecord<?, ?> record, Stage stage) {
        Span span = tracer.spanBuilder(record.topic() + " process")
                .setParent(TraceContext.extract(record.headers()))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(record.partition()))
                .setAttribute("messaging.kafka.offset", record.offset())
                .setAttribute(STAGE, Printable.name(stage))
                .startSpan();
        if (span.isRecording()) {
            TraceContext.inject(span, record.headers());
        }
        return new JobSpan(span);
    }

    /** A job's span, until it is closed. */
    record JobSpan(Span span) implements AutoCloseable {

        /** The job's id, as soon as it is known. */
        void job(String id) {
            span.setAttribute(JOB, ArtifactKeys.printable(id));
        }

        /**
         * What the job came to.
         *
         * @param code of the failure; empty where there is none
         */
        void over(Outcome outcome, String code) {
            span.setAttribute(OUTCOME, Printable.name(outcome));
            if (outcome == Outcome.FAILED) {
                span.setAttribute(CODE, code);
                span.setStatus(StatusCode.ERROR, code);
            }
        }

        @Override
        public void close() {
            span.end();
        }
    }
}
