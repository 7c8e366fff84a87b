package io.reverie.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The channels as they are configured, against the manifest of topics. */
class IngestChannelTest {

    private static final Path CONFIG = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final String PREFIX = "${reverie.topics.prefix:}";

    @Test
    void isConfiguredAsTheManifestSays() throws IOException, NoSuchMethodException {
        // Given
        Topic requests = TopicManifest.load().topic("reverie.ingest.requests");
        Topic spectrograms = TopicManifest.load().topic("reverie.spectrograms");
        Method handle = IngestChannel.class.getDeclaredMethod("handle", ConsumerRecord.class);
        String in =
                "mp.messaging.incoming." + handle.getAnnotation(Incoming.class).value();
        String out =
                "mp.messaging.outgoing." + handle.getAnnotation(Outgoing.class).value();
        String pool = "smallrye.messaging.worker."
                + handle.getAnnotation(Blocking.class).value();

        // When
        Properties config = new Properties();
        try (InputStream file = Files.newInputStream(CONFIG)) {
            config.load(file);
        }

        // Then
        assertThat(config)
                .containsEntry(in + ".topic", PREFIX + requests.name())
                .containsEntry(in + ".dead-letter-queue.topic", PREFIX + requests.name() + Topic.DEAD_LETTER_SUFFIX)
                .containsEntry(out + ".topic", PREFIX + spectrograms.name())
                .containsEntry(pool + ".max-concurrency", "1");
        assertThat(requests.consumers()).contains(new Topic.Reader("ingest", config.getProperty(in + ".group.id")));
        assertThat(requests.event()).isEqualTo(IngestRequest.class.getSimpleName());
        assertThat(spectrograms.producers()).contains("ingest");
        assertThat(spectrograms.event()).isEqualTo(SpectrogramReady.class.getSimpleName());
    }
}
