package io.reverie.standalone.registry;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.apache.avro.Schema;

/** Subjects, versions and rules of a schema registry, by the API of Confluent's that others have as well. */
public final class SchemaRegistry {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String APICURIO = "/apis/ccompat/v7";
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final HttpClient http;
    private final String address;
    private final Optional<String> authorization;

    private SchemaRegistry(HttpClient http, String address, Optional<String> authorization) {
        this.http = http;
        this.address = address;
        this.authorization = authorization;
    }

    /**
     * Finds the API.
     *
     * @param address of the registry; Apicurio's API is looked for under it unless the address has a path of its own
     * @param authorization header of that name, where one is wanted
     * @throws RegistryException where nothing answers there, or something else does
     */
    public static SchemaRegistry at(URI address, Optional<String> authorization) throws IOException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        String root = address.toString().replaceAll("/+$", "");
        SchemaRegistry plain = new SchemaRegistry(http, root, authorization);
        if (address.getPath() == null || address.getPath().replace("/", "").isEmpty()) {
            SchemaRegistry apicurio = new SchemaRegistry(http, root + APICURIO, authorization);
            if (apicurio.answers()) {
                return apicurio;
            }
        }
        if (!plain.answers()) {
            throw new RegistryException("No schema registry at " + root + ": it has no Confluent-compatible API", 0);
        }
        return plain;
    }

    /** The schema under its subject, where it is there. */
    Optional<RegisteredSchema> find(String subject, Schema schema) throws IOException {
        try {
            JsonNode found = post("/subjects/" + encoded(subject), body(schema));
            return Optional.of(new RegisteredSchema(
                    found.path("version").asInt(),
                    found.path("id").asInt(),
                    found.path("schema").asText()));
        } catch (RegistryException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Adds a version. */
    void register(String subject, Schema schema) throws IOException {
        post("/subjects/" + encoded(subject) + "/versions", body(schema));
    }

    /**
     * Whether a version could be added.
     *
     * @return what is against it, as far as the registry says; empty where nothing is
     */
    Optional<String> objection(String subject, Schema schema) throws IOException {
        try {
            JsonNode answer =
                    post("/compatibility/subjects/" + encoded(subject) + "/versions?verbose=true", body(schema));
            if (answer.path("is_compatible").asBoolean()) {
                return Optional.empty();
            }
            JsonNode messages = answer.path("messages");
            return Optional.of(messages.isEmpty() ? "it is not compatible" : messages.toString());
        } catch (RegistryException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The subject's own rule of compatibility; empty where it has none. */
    Optional<String> rule(String subject) throws IOException {
        try {
            return Optional.of(ask("GET", "/config/" + encoded(subject), BodyPublishers.noBody())
                    .path("compatibilityLevel")
                    .asText());
        } catch (RegistryException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    void setRule(String subject, String rule) throws IOException {
        JsonNode body = JsonNodeFactory.instance.objectNode().put("compatibility", rule);
        ask("PUT", "/config/" + encoded(subject), BodyPublishers.ofString(body.toString()));
    }

    private boolean answers() throws IOException {
        try {
            return ask("GET", "/subjects", BodyPublishers.noBody()).isArray();
        } catch (RegistryException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
    }

    private static String body(Schema schema) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8);
    }

    private JsonNode post(String path, String body) throws IOException {
        return ask("POST", path, BodyPublishers.ofString(body));
    }

    private JsonNode ask(String method, String path, BodyPublisher body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(ANSWER)
                .header("Content-Type", CONTENT_TYPE)
                .method(method, body);
        authorization.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> response = send(request.build());
        if (response.statusCode() != OK) {
            throw new RegistryException(message(response), response.statusCode());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new RegistryException("What answers at " + address + " is no schema registry", e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryException(
                    "No schema registry answers at " + address + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException("Interrupted while the schema registry at " + address + " was asked", e);
        }
    }

    private String message(HttpResponse<String> response) {
        String said = "";
        try {
            said = JSON.readTree(response.body()).path("message").asText();
        } catch (JsonProcessingException e) {
            // An error page of whatever stands before the registry.
        }
        return "The schema registry at " + address + " answers " + response.statusCode()
                + (said.isEmpty() ? "" : ": " + said);
    }
}
