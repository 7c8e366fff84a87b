package io.reverie.standalone.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The readiness of workers in another process. */
final class HealthEndpoint {

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private final HttpRequest request;

    /** @param http address of the process's HTTP server */
    HealthEndpoint(String http) {
        request = HttpRequest.newBuilder(URI.create(http + "/q/health/ready"))
                .timeout(LONGEST)
                .build();
    }

    /**
     * Asks for it; workers that are not ready answer too.
     *
     * @return JSON
     * @throws IOException where nobody answers
     */
    String ready() throws IOException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking for the workers' health", e);
        }
    }
}
