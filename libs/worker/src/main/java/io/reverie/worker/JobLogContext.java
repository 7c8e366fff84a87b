package io.reverie.worker;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.reverie.schemas.Stage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.MDC;

/**
 * What log records of a job carry beside their message: {@code job}, {@code stage}, {@code topic}, {@code partition},
 * {@code offset} and, where the request has one, {@code traceparent}. It holds for the thread that does the job, and for those
 * that this one starts.
 */
final class JobLogContext implements AutoCloseable {

    private static final String JOB = "job";
    private static final String STAGE = "stage";
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String OFFSET = "offset";
    private static final String TRACE_PARENT = "traceparent";
    private static final List<String> KEYS = List.of(JOB, STAGE, TOPIC, PARTITION, OFFSET, TRACE_PARENT);

    private JobLogContext() {}

    /** Begins; to be closed in the same thread. */
    static JobLogContext open(ConsumerRecord<String, ?> record, Stage stage) {
        MDC.put(STAGE, Printable.name(stage));
        MDC.put(TOPIC, record.topic());
        MDC.put(PARTITION, Integer.toString(record.partition()));
        MDC.put(OFFSET, Long.toString(record.offset()));
        Header parent = TraceContext.of(record.headers()).lastHeader(TRACE_PARENT);
        if (parent != null) {
            MDC.put(TRACE_PARENT, Printable.of(new String(parent.value(), StandardCharsets.UTF_8), Printable.LONGEST));
        }
        return new JobLogContext();
    }

    /** The job's id, as soon as it is known. */
    void job(String id) {
        MDC.put(JOB, ArtifactKeys.printable(id));
    }

    @Override
    public void close() {
        KEYS.forEach(MDC::remove);
    }
}
