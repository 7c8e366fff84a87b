package io.reverie.standalone.client;

import java.util.Locale;
import java.util.Optional;

/** A key that workers and commands have in common, as a command finds it: system properties, then environment variables. */
final class Setting {

    private Setting() {}

    /** The value of {@code reverie.topics.prefix}, or of {@code REVERIE_TOPICS_PREFIX}. */
    static Optional<String> find(String name) {
        String property = System.getProperty(name);
        return property != null ? Optional.of(property) : Optional.ofNullable(System.getenv(variable(name)));
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
