package io.reverie.standalone.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

import io.reverie.standalone.client.ClientSettings;
import io.reverie.standalone.client.ConfiguredValues;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a cluster is spoken to. */
final class KafkaOptions {

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients for --bootstrap, as for Kafka's own tools: security.protocol, "
                    + "sasl.mechanism, sasl.jaas.config, ssl.truststore.location ...")
    private Path file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** Makes sure that no file is given, as a local system would not read it. */
    void requireNone() {
        if (file != null) {
            throw new ParameterException(
                    command.commandLine(), "--kafka-config is for a cluster: give its --bootstrap as well");
        }
    }

    /**
     * The settings for a cluster.
     *
     * @param registry address of its schema registry; null: what the environment says
     */
    ClientSettings settings(String bootstrapServers, String registry) throws IOException {
        return ClientSettings.of(bootstrapServers, properties(), registry);
    }

    /** Properties as workers have them in their environment ({@code KAFKA_SASL_JAAS_CONFIG}), and above those the file's. */
    Map<String, String> properties() throws IOException {
        Map<String, String> properties = new HashMap<>(ConfiguredValues.under("kafka."));
        properties.keySet().removeIf(name -> name.equals("bootstrap.servers") || name.startsWith("apicurio."));
        properties.putAll(fileProperties());
        return properties;
    }

    private Map<String, String> fileProperties() throws IOException {
        if (file == null) {
            return Map.of();
        }
        if (!Files.isRegularFile(file)) {
            throw new MissingPathException("There is no file " + file);
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
