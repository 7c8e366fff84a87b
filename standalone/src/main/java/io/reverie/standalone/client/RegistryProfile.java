package io.reverie.standalone.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The workers' profile {@code registry}, from the file that they read. */
final class RegistryProfile {

    /** Key of the registry's address. */
    static final String URL = "reverie.registry.url";

    private static final String NAME = "registry";
    private static final String FILE = "/META-INF/microprofile-config-registry.properties";
    private static final String PROFILES = "quarkus.profile";
    private static final String SERDES = "kafka.";
    private static final String OF_REGISTRY = "apicurio.registry.";

    private final Properties properties = new Properties();

    private RegistryProfile(String url) {
        try (InputStream in = RegistryProfile.class.getResourceAsStream(FILE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
        properties.replaceAll((key, value) -> value.toString().startsWith("${" + URL) ? url : value);
    }

    /**
     * The profile, where it is asked for.
     *
     * @param url the registry's address; null: as the workers, by {@code QUARKUS_PROFILE} and {@code REVERIE_REGISTRY_URL}
     * @throws IllegalArgumentException where the profile is asked for without an address
     */
    static Optional<RegistryProfile> find(String url) {
        boolean on = ConfiguredValues.find(PROFILES).stream()
                .flatMap(profiles -> Arrays.stream(profiles.split(",")))
                .anyMatch(profile -> profile.strip().equals(NAME));
        if (url == null && !on) {
            return Optional.empty();
        }
        return Optional.of(new RegistryProfile(Optional.ofNullable(url)
                .or(() -> ConfiguredValues.find(URL))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The profile registry needs the registry's address: " + URL + " or --registry URL"))));
    }

    String serializer() {
        return properties.getProperty("reverie.serializer");
    }

    String deserializer() {
        return properties.getProperty("reverie.deserializer");
    }

    /** Settings of the two; those of the workers' environment, such as a password, before the file's. */
    Map<String, String> serdes() {
        Map<String, String> settings = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith(SERDES))
                .forEach(name -> settings.put(name.substring(SERDES.length()), properties.getProperty(name)));
        ConfiguredValues.under(SERDES + OF_REGISTRY).forEach((name, value) -> settings.put(OF_REGISTRY + name, value));
        return settings;
    }
}
