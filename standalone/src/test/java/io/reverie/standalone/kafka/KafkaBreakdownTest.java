package io.reverie.standalone.kafka;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaBreakdownTest {

    private static final Path FOLDER = Path.of("data", "kafka");
    private static final Path LOG = Path.of("data", "logs", "reverie.log");

    @Test
    void fullDeviceIsNamedAndAnythingElseIsInTheLog() {
        assertThat(KafkaBreakdown.reason(FOLDER, LOG, 4096))
                .startsWith("reverie: Kafka stopped: no space left on the device of " + FOLDER);
        assertThat(KafkaBreakdown.reason(FOLDER, LOG, 1L << 30)).isEqualTo("reverie: Kafka stopped: see " + LOG);
    }
}
