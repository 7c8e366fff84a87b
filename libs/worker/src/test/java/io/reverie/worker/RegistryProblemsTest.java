package io.reverie.worker;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;

import com.microsoft.kiota.ApiExceptionBuilder;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryProblemsTest {

    static Stream<Exception> passing() {
        return Stream.of(
                new ConnectException("refused"),
                new HttpConnectTimeoutException("timed out"),
                new ClosedChannelException(),
                new IOException("HTTP/1.1 header parser received no bytes", new EOFException()),
                answer(401),
                answer(503),
                answer(404),
                problem("NotFoundException"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void aRegistryThatCannotBeAskedMayAnswerLater(Exception cause) {
        assertThat(RegistryProblems.mayPass(new RuntimeException(new RuntimeException(cause))))
                .isTrue();
    }

    static Stream<Exception> lasting() {
        return Stream.of(
                problem("ContentNotFoundException"),
                new SerializationException("Truncated", new EOFException()),
                new IllegalStateException("Unknown magic byte!"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void anUnknownIdAndADamagedRecordStayWhatTheyAre(Exception cause) {
        assertThat(RegistryProblems.mayPass(new RuntimeException(cause))).isFalse();
    }

    @Test
    void theReasonIsTheInnermostThatSaysAnything() {
        assertThat(RegistryProblems.reason(
                        new RuntimeException(new IllegalStateException("said", new ClosedChannelException()))))
                .isEqualTo("said");
    }

    private static Exception answer(int status) {
        return new ApiExceptionBuilder()
                .withMessage("answered " + status)
                .withResponseStatusCode(status)
                .build();
    }

    private static Exception problem(String name) {
        ProblemDetails problem = new ProblemDetails();
        problem.setName(name);
        problem.setStatus(404);
        return problem;
    }
}
