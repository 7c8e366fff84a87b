package io.reverie.dream;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The channels as they are configured, against the manifest of topics. */
class ChannelsTest {

    private static final Path CONFIG = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final String PREFIX = "${reverie.topics.prefix:}";

    private final Properties config = new Properties();

    @BeforeEach
    void readConfiguration() throws IOException {
        try (InputStream file = Files.newInputStream(CONFIG)) {
            config.load(file);
        }
    }

    @Test
    void dreamsAreConfiguredAsTheManifestSays() throws NoSuchMethodException {
        assertConfigured(DreamChannel.class, "reverie.dream.requests", DreamRequest.class);
        assertWritten("dream-dreams", "reverie.dreams", DreamReady.class);
        assertWritten("dream-progress", "reverie.dream.progress", DreamProgress.class);
    }

    @Test
    void scoresAreConfiguredAsTheManifestSays() throws NoSuchMethodException {
        assertConfigured(ScoreChannel.class, "reverie.recordings", RecordingReady.class);
        assertWritten("score-scores", "reverie.scores", DreamScored.class);
    }

    private void assertConfigured(Class<?> channel, String topic, Class<?> event) throws NoSuchMethodException {
        Topic requests = TopicManifest.load().topic(topic);
        Method handle = channel.getDeclaredMethod("handle", ConsumerRecord.class);
        String in =
                "mp.messaging.incoming." + handle.getAnnotation(Incoming.class).value();
        String pool = "smallrye.messaging.worker."
                + handle.getAnnotation(Blocking.class).value();
        assertThat(config)
                .containsEntry(in + ".topic", PREFIX + topic)
                .containsEntry(in + ".dead-letter-queue.topic", PREFIX + topic + Topic.DEAD_LETTER_SUFFIX)
                .containsEntry(pool + ".max-concurrency", "1")
                .containsKey("mp.messaging.outgoing."
                        + handle.getAnnotation(Outgoing.class).value() + ".topic");
        assertThat(requests.consumers()).contains(new Topic.Reader("dream", config.getProperty(in + ".group.id")));
        assertThat(requests.event()).isEqualTo(event.getSimpleName());
    }

    private void assertWritten(String channel, String topic, Class<?> event) {
        Topic written = TopicManifest.load().topic(topic);
        assertThat(config).containsEntry("mp.messaging.outgoing." + channel + ".topic", PREFIX + topic);
        assertThat(written.producers()).contains("dream");
        assertThat(written.event()).isEqualTo(event.getSimpleName());
    }
}
