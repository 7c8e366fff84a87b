package io.reverie.worker;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import org.apache.kafka.common.errors.RetriableException;

/** Tells a schema registry that cannot be asked for now from a schema that it does not have. */
public final class RegistryProblems {

    private static final List<Class<? extends Throwable>> UNREACHABLE = List.of(
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class,
            HttpTimeoutException.class,
            ClosedChannelException.class,
            SSLException.class,
            RetriableException.class);

    /** The registry's own name for an id that it does not know. Any other page that is missing may be a wrong address. */
    private static final String UNKNOWN_ID = "ContentNotFoundException";

    private RegistryProblems() {}

    /** Whether the same may succeed later, once the registry answers, lets us in or stands at the right address. */
    public static boolean mayPass(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> isUnreachable(cause) || isRefusal(cause));
    }

    /** The innermost exception that says anything, which the serdes wrap several times. */
    public static String reason(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .reduce((outer, inner) -> inner.getMessage() == null ? outer : inner)
                .map(cause -> cause.getMessage() == null ? cause.toString() : cause.getMessage())
                .orElseThrow();
    }

    private static boolean isUnreachable(Throwable cause) {
        // What the JDK's client says where the connection breaks off; damaged events have exceptions of their own.
        return cause.getClass() == IOException.class || UNREACHABLE.stream().anyMatch(kind -> kind.isInstance(cause));
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof ApiException
                && !(cause instanceof ProblemDetails details && UNKNOWN_ID.equals(details.getName()));
    }
}
