package io.reverie.standalone.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings by the workers' names: system properties, then environment variables ({@code REVERIE_TOPICS_PREFIX}). */
public final class ConfiguredValues {

    private ConfiguredValues() {}

    /** One setting, where it is made. */
    public static Optional<String> find(String name) {
        return Optional.ofNullable(System.getProperty(name))
                .or(() -> Optional.ofNullable(System.getenv(variable(name))));
    }

    /** Every setting that begins so, by what follows; of variables those whose names have nothing but dots. */
    public static Map<String, String> under(String prefix) {
        Map<String, String> found = new HashMap<>();
        System.getenv().forEach((name, value) -> {
            if (name.startsWith(variable(prefix))) {
                found.put(
                        name.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> found.put(name.substring(prefix.length()), System.getProperty(name)));
        return found;
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
