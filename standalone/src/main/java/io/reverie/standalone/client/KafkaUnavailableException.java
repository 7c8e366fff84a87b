package io.reverie.standalone.client;

import java.io.IOException;

/** Kafka does not answer, lacks a topic, or went away while a job was waited for. */
public final class KafkaUnavailableException extends IOException {

    public KafkaUnavailableException(String message) {
        super(message);
    }

    public KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
