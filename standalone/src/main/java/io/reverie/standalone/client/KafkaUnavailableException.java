package io.reverie.standalone.client;

import java.io.IOException;

import org.apache.kafka.common.errors.InvalidConfigurationException;

/** Kafka does not answer, refuses whoever asks, lacks a topic, or went away while a job was waited for. */
public final class KafkaUnavailableException extends IOException {

    public KafkaUnavailableException(String message) {
        super(message);
    }

    public KafkaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, unless Kafka knows a reason that whoever asks can do something about: a password, a right. */
    static KafkaUnavailableException of(String message, Exception cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof InvalidConfigurationException) {
                return new KafkaUnavailableException("Kafka refuses: " + reason.getMessage(), cause);
            }
        }
        return new KafkaUnavailableException(message, cause);
    }
}
