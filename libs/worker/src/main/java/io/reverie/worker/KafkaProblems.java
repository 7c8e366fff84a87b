package io.reverie.worker;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** Tells what Kafka refuses for now from what it will never take. */
final class KafkaProblems {

    /** A password or a right that is missing is Kafka's last word, but whoever runs the cluster can change that. */
    private static final List<Class<? extends Throwable>> PASSING =
            List.of(RetriableException.class, AuthorizationException.class, AuthenticationException.class);

    private KafkaProblems() {}

    /** Whether the same record may be taken later. */
    static boolean mayPass(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> PASSING.stream().anyMatch(kind -> kind.isInstance(cause)));
    }
}
