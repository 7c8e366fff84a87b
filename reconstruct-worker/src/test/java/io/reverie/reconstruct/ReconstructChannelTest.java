package io.reverie.reconstruct;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import io.reverie.schemas.DreamReady;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The channels as they are configured, against the manifest of topics. */
class ReconstructChannelTest {

    private static final Path CONFIG = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final String PREFIX = "${reverie.topics.prefix:}";

    @Test
    void isConfiguredAsTheManifestSays() throws IOException, NoSuchMethodException {
        // Given
        Topic dreams = TopicManifest.load().topic("reverie.dreams");
        Topic recordings = TopicManifest.load().topic("reverie.recordings");
        Method handle = ReconstructChannel.class.getDeclaredMethod("handle", ConsumerRecord.class);
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
                .containsEntry(in + ".topic", PREFIX + dreams.name())
                .containsEntry(in + ".dead-letter-queue.topic", PREFIX + dreams.name() + Topic.DEAD_LETTER_SUFFIX)
                .containsEntry(out + ".topic", PREFIX + recordings.name())
                .containsEntry(pool + ".max-concurrency", "1");
        assertThat(dreams.consumers()).contains(new Topic.Reader("reconstruct", config.getProperty(in + ".group.id")));
        assertThat(dreams.event()).isEqualTo(DreamReady.class.getSimpleName());
        assertThat(recordings.producers()).contains("reconstruct");
        assertThat(recordings.event()).isEqualTo(RecordingReady.class.getSimpleName());
    }
}
