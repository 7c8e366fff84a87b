package io.reverie.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopicManifestTest {

    @Test
    void everyEventHasItsTopicAndEveryKeyIsAFieldOfItsEvent() {
        TopicManifest manifest = TopicManifest.load();
        Map<String, Schema> schemas = Events.ALL.stream()
                .collect(java.util.stream.Collectors.toMap(
                        Class::getSimpleName, event -> SpecificData.get().getSchema(event)));

        assertThat(manifest.topics())
                .extracting(Topic::event)
                .containsAll(schemas.keySet())
                .allMatch(schemas::containsKey);
        assertThat(manifest.topics())
                .allSatisfy(topic -> assertThat(schemas.get(topic.event()).getField(topic.key()))
                        .as(topic.name() + " by " + topic.key())
                        .isNotNull());
    }

    @Test
    void everyTopicThatAGroupReadsHasDeadLetters() {
        assertThat(TopicManifest.load().deadLetterTopics())
                .extracting(Topic::name)
                .containsExactly(
                        "reverie.ingest.requests.dlq",
                        "reverie.train.requests.dlq",
                        "reverie.dream.requests.dlq",
                        "reverie.dream.requests.bulk.dlq",
                        "reverie.dreams.dlq",
                        "reverie.recordings.dlq");
        assertThat(TopicManifest.load().deadLetterTopics()).allSatisfy(topic -> {
            assertThat(topic.partitions()).isEqualTo(3);
            assertThat(topic.retention()).contains(Duration.ofDays(30));
        });
    }

    @Test
    void settingsAreKafkas() {
        TopicManifest manifest = TopicManifest.load();
        assertThat(manifest.topic("reverie.models").settings()).isEqualTo(Map.of("cleanup.policy", "compact"));
        assertThat(manifest.topic("reverie.dream.requests").settings())
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "604800000"));
        assertThat(manifest.topic("reverie.dream.requests").consumers())
                .containsExactly(new Topic.Reader("dream", "reverie-dream"));
    }

    @Test
    void aPrefixIsBeforeEveryName() {
        TopicManifest manifest = TopicManifest.load("staging.");
        assertThat(manifest.topics()).extracting(Topic::name).allMatch(name -> name.startsWith("staging.reverie."));
        assertThat(manifest.topic("reverie.dreams.dlq").name()).isEqualTo("staging.reverie.dreams.dlq");
    }

    @Test
    void refusesAPrefixThatKafkaDoesNotAllow() {
        assertThatThrownBy(() -> TopicManifest.load("my topics/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name must be letters, digits, dot, underscore and hyphen");
    }

    @Test
    void refusesWrongValues() {
        assertThatThrownBy(() -> new Topic("t", "E", "k", 0, Topic.Cleanup.COMPACT, null, List.of(), List.of(), ""))
                .hasMessageContaining("partitions must be at least 1");
        assertThatThrownBy(() -> new Topic("t", "E", "k", 1, Topic.Cleanup.DELETE, null, List.of(), List.of(), ""))
                .hasMessageContaining("retentionDays");
        assertThatThrownBy(() -> TopicManifest.load().topic("reverie.unknown"))
                .hasMessageContaining("There is no topic 'reverie.unknown'");
    }
}
