package io.reverie.worker;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsumerInstancesTest {

    private final ConsumerInstances instances = new ConsumerInstances();

    @Test
    void numbersTheConsumersOfOneChannelAndNoOthers() {
        Map<String, Object> config = Map.of("group.instance.id", "here", "group.id", "reverie-dream");
        assertThat(instances.customize("dream-requests$2", null, config))
                .containsOnly(Map.entry("group.instance.id", "here-2"), Map.entry("group.id", "reverie-dream"));
        assertThat(instances.customize("dream-requests", null, config)).isSameAs(config);
        assertThat(instances.customize("dream-requests$2", null, Map.of("group.id", "g")))
                .containsOnly(Map.entry("group.id", "g"));
    }
}
