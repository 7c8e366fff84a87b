package io.reverie.standalone.command;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import io.reverie.standalone.client.ConfiguredValues;
import io.reverie.standalone.registry.SchemaRegistry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which schema registry a command talks to, and as whom. */
final class RegistryOptions {

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description =
                    "Address of the registry, such as http://registry:8080 (default: REVERIE_REGISTRY_URL). User and "
                            + "password come from KAFKA_APICURIO_REGISTRY_AUTH_USERNAME and ..._PASSWORD, or a bearer token from "
                            + "REVERIE_REGISTRY_TOKEN.")
    private String url;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    SchemaRegistry connect() throws IOException {
        String address = Optional.ofNullable(url)
                .or(() -> ConfiguredValues.find("reverie.registry.url"))
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "Missing address of the registry: --registry URL or REVERIE_REGISTRY_URL"));
        return SchemaRegistry.at(uri(address), authorization());
    }

    private URI uri(String address) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ParameterException(
                command.commandLine(),
                "--registry is '" + address + "'; allowed: http://HOST:PORT or https://HOST:PORT");
    }

    private static Optional<String> authorization() {
        return ConfiguredValues.find("reverie.registry.token")
                .map(token -> "Bearer " + token)
                .or(() -> ConfiguredValues.find("kafka.apicurio.registry.auth.username")
                        .map(user -> "Basic " + basic(user)));
    }

    private static String basic(String user) {
        String password =
                ConfiguredValues.find("kafka.apicurio.registry.auth.password").orElse("");
        return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
