package io.reverie.standalone.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.smallrye.reactive.messaging.kafka.fault.KafkaDeadLetterQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record that a worker could not use.
 *
 * @param position where it lies
 * @param source where it came from; null where its headers do not say
 * @param key as text; null where it has none
 * @param timestamp when it was moved, in milliseconds
 */
record DeadLetter(RecordPosition position, RecordPosition source, String key, long timestamp) {

    /** On a record that was sent again: the dead letter that it was. */
    static final String RETRY_OF = "reverie-retry-of";

    /** The connector puts its reasons before the record's own headers, this one last. */
    private static final String LAST_REASON = KafkaDeadLetterQueue.DEAD_LETTER_OFFSET;

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        return new DeadLetter(
                RecordPosition.of(record), source(record), EventReader.text(record.key()), record.timestamp());
    }

    private static RecordPosition source(ConsumerRecord<?, ?> record) {
        return RecordPosition.parse(first(record, KafkaDeadLetterQueue.DEAD_LETTER_TOPIC)
                        + "/" + first(record, KafkaDeadLetterQueue.DEAD_LETTER_PARTITION)
                        + "/" + first(record, LAST_REASON))
                .orElse(null);
    }

    /** The first of a name: the record may have had such headers itself. */
    private static String first(ConsumerRecord<?, ?> record, String name) {
        for (Header header : record.headers().headers(name)) {
            return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
        }
        return "";
    }

    /** The headers that the record had when it came, without the mark of an earlier retry. */
    static List<Header> ownHeaders(ConsumerRecord<?, ?> record) {
        List<Header> own = new ArrayList<>();
        boolean reasons = record.headers().lastHeader(LAST_REASON) != null;
        for (Header header : record.headers()) {
            if (reasons) {
                reasons = !header.key().equals(LAST_REASON);
            } else if (!header.key().equals(RETRY_OF)) {
                own.add(header);
            }
        }
        return own;
    }

    /** The dead letter that a record was; empty where it was none. */
    static Optional<RecordPosition> retriedBy(ConsumerRecord<?, ?> record) {
        Header mark = record.headers().lastHeader(RETRY_OF);
        return mark == null ? Optional.empty() : RecordPosition.parse(new String(mark.value(), StandardCharsets.UTF_8));
    }
}
