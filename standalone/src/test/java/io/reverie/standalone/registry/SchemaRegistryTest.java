package io.reverie.standalone.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import io.reverie.standalone.command.CommandRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a registry, or something else at its address, may answer; how it is used is {@code SchemaRegistryIT}'s. */
class SchemaRegistryTest {

    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    401 | {"error_code": 401, "message": "who are you"} | answers 401: who are you
                    503 | <html>later</html>                            | answers 503
                    200 | <html>welcome</html>                          | is no schema registry
                    404 | {}                                            | it has no Confluent-compatible API
                    """)
    void refusalsAreSaidInOneLine(int status, String body, String said) {
        // Given
        answer("/", status, body);

        // When
        CommandRun run = CommandRun.of("schemas", "register", "--registry", url);

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("reverie schemas register: ", url, said);
    }

    @Test
    void nobodyThere() {
        stop();
        assertThat(CommandRun.of("schemas", "register", "--registry", url).err())
                .contains("No schema registry answers at " + url);
    }

    @Test
    void confluentsIsAtTheAddressItself() throws IOException {
        // Given
        answer("/", 404, "{}");
        answer("/subjects", 200, "[]");

        // Then
        SchemaRegistry registry = SchemaRegistry.at(URI.create(url), Optional.of("Bearer token"));
        answer("/config/a-value", 200, "{\"compatibilityLevel\": \"FULL\"}");
        assertThat(registry.rule("a-value")).contains("FULL");
        assertThat(registry.rule("b-value")).isEmpty();
        assertThatThrownBy(() -> registry.setRule("b-value", "FULL")).hasMessageContaining("answers 404");
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
