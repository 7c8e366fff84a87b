package io.reverie.standalone.kafka;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedKafkaTest {

    @TempDir
    private Path folder;

    @Test
    void topicsComeFromTheManifestAndRecordsSurviveARestart() throws Exception {
        List<String> names =
                TopicManifest.load("test.").topics().stream().map(Topic::name).toList();

        // Given
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                TopicAdministration topics = TopicAdministration.connect(kafka.bootstrapServers(), "test.")) {
            assertThat(kafka.bootstrapServers()).startsWith("127.0.0.1:");
            assertThat(topics.createForStandalone()).containsExactlyElementsOf(names);
            assertThat(topics.createForStandalone()).isEmpty();
            assertThat(topics.createOnCluster(null)).isEmpty();
            assertThat(describe(kafka, names).values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSizeBetween(1, 2));
            try (KafkaProducer<String, String> producer =
                    new KafkaProducer<>(settings(kafka), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("test.reverie.models", 0, "k", "v"))
                        .get();
            }
        }

        // When
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(settings(kafka), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("test.reverie.models", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));

            // Then
            assertThat(consumer.poll(Duration.ofSeconds(10)).records(partition))
                    .extracting(record -> record.value())
                    .containsExactly("v");
        }
    }

    @Test
    void busyPortIsSaidBeforeAnythingIsWritten() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName(LocalPorts.HOST))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(folder.resolve("kafka"), other.getLocalPort()))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("Port " + other.getLocalPort());
        }
        assertThat(folder.resolve("kafka")).doesNotExist();
    }

    private static Map<String, TopicDescription> describe(EmbeddedKafka kafka, List<String> names) throws Exception {
        try (Admin admin = Admin.create(settings(kafka))) {
            return admin.describeTopics(names).allTopicNames().get();
        }
    }

    private static Map<String, Object> settings(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }
}
