package io.reverie.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.smallrye.reactive.messaging.annotations.Blocking;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The channels of all workers as they are configured, against the manifest of topics. */
class ChannelContractTest {

    private static final String CONFIGURATION = "META-INF/microprofile-config.properties";
    private static final String PREFIX = "${reverie.topics.prefix:}";
    private static final Pattern TOPIC = Pattern.compile("mp\\.messaging\\.(incoming|outgoing)\\.([\\w-]+)\\.topic");

    private static final String BATCH = "${reverie.dream.batch:1}";
    private static final String BULK_BATCH = "${reverie.dream.bulk-batch:1}";

    private static final TopicManifest MANIFEST = TopicManifest.load();
    private static final Properties CHANNELS = new Properties();

    @BeforeAll
    static void readEveryWorkersConfiguration() throws IOException {
        for (URL file :
                Collections.list(Thread.currentThread().getContextClassLoader().getResources(CONFIGURATION))) {
            try (InputStream in = file.openStream()) {
                CHANNELS.load(in);
            }
        }
    }

    @Test
    void everyGroupOfTheManifestConsumesItsTopicAndHasItsDeadLetters() {
        // Given
        Set<String> promised = new HashSet<>();
        for (Topic topic : MANIFEST.topics()) {
            topic.consumers().stream()
                    .filter(reader -> reader.group() != null)
                    .forEach(reader -> promised.add(topic.name() + " " + reader.group()));
        }

        // When
        Set<String> configured = new HashSet<>();
        for (String channel : channels("incoming")) {
            String settings = "mp.messaging.incoming." + channel;
            String topic = CHANNELS.getProperty(settings + ".topic");
            configured.add(topic.replace(PREFIX, "") + " " + CHANNELS.getProperty(settings + ".group.id"));
            assertThat(CHANNELS).containsEntry(settings + ".dead-letter-queue.topic", topic + Topic.DEAD_LETTER_SUFFIX);
        }

        // Then
        assertThat(configured).isEqualTo(promised);
    }

    @Test
    void everyTopicThatAWorkerProducesIsWritten() {
        // Given
        List<String> promised = MANIFEST.topics().stream()
                .filter(topic -> !topic.producers().equals(List.of("anyone")))
                .filter(topic -> !MANIFEST.deadLetterTopics().contains(topic))
                .map(topic -> PREFIX + topic.name())
                .toList();

        // Then
        assertThat(channels("outgoing"))
                .extracting(channel -> CHANNELS.getProperty("mp.messaging.outgoing." + channel + ".topic"))
                .containsExactlyInAnyOrderElementsOf(promised);
    }

    @Test
    void everyStageDoesOneJobAtATimeUnlessDreamsAreBatched() {
        // Given
        JavaClasses workers =
                new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages("io.reverie");

        // When
        List<String> pools = workers.stream()
                .flatMap(worker -> worker.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Blocking.class))
                .map(method -> method.getAnnotationOfType(Blocking.class).value())
                .toList();

        // Then
        assertThat(pools).hasSameSizeAs(channels("incoming")).allSatisfy(pool -> assertThat(CHANNELS)
                .containsEntry("smallrye.messaging.worker." + pool + ".max-concurrency", concurrency(pool)));

        // And a thread for each of its consumers
        assertThat(CHANNELS)
                .containsEntry("mp.messaging.incoming.dream-requests.concurrency", BATCH)
                .containsEntry("mp.messaging.incoming.dream-bulk.concurrency", BULK_BATCH);
    }

    private static String concurrency(String pool) {
        return switch (pool) {
            case "dream-jobs" -> BATCH;
            case "dream-bulk-jobs" -> BULK_BATCH;
            default -> "1";
        };
    }

    private static List<String> channels(String direction) {
        return CHANNELS.stringPropertyNames().stream()
                .map(TOPIC::matcher)
                .filter(Matcher::matches)
                .filter(matcher -> matcher.group(1).equals(direction))
                .map(matcher -> matcher.group(2))
                .toList();
    }
}
