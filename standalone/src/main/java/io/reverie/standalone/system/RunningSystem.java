package io.reverie.standalone.system;

import java.util.Objects;

/**
 * What {@code system.json} says of a running system.
 *
 * @param pid process identity
 * @param bootstrapServers address of its Kafka, {@code host:port}
 * @param http address of its HTTP server; null where it has none
 */
public record RunningSystem(long pid, String bootstrapServers, String http) {

    public RunningSystem {
        Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    }
}
