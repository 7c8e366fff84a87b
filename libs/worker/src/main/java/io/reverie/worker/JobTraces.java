package io.reverie.worker;

import jakarta.enterprise.context.ApplicationScoped;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.reverie.schemas.Stage;
import io.reverie.worker.JobMetrics.Outcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A span for each job, named and described as OpenTelemetry's conventions for messaging have it. The connector makes those of
 * receiving the request, which is its parent, and of publishing the result; none of it costs anything where no tracing is
 * configured.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions for Kafka</a>
 */
@ApplicationScoped
class JobTraces {

    private static final AttributeKey<String> JOB = AttributeKey.stringKey("reverie.job.id");
    private static final AttributeKey<String> STAGE = AttributeKey.stringKey("reverie.stage");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("reverie.outcome");
    private static final AttributeKey<String> CODE = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    JobTraces(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Begins; to be closed in the same thread. */
    JobSpan open(ConsumerRecord<?, ?> record, Stage stage) {
        Span span = tracer.spanBuilder(record.topic() + " process")
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", record.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(record.partition()))
                .setAttribute("messaging.kafka.offset", record.offset())
                .setAttribute(STAGE, Printable.name(stage))
                .startSpan();
        return new JobSpan(span, span.makeCurrent());
    }

    /** A job's span, the current one until it is closed. */
    record JobSpan(Span span, Scope scope) implements AutoCloseable {

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
            scope.close();
            span.end();
        }
    }
}
