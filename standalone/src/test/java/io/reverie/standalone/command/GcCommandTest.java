package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.TrainProgress;
import io.reverie.standalone.kafka.EmbeddedKafka;
import io.reverie.standalone.kafka.TopicAdministration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Against a real broker; the last tests spoil its topics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GcCommandTest {

    private static final String NAMED = "inputs/1/named.wav";
    private static final String UNNAMED = "inputs/2/unnamed.wav";
    private static final String DEAD = "inputs/3/dead-letter.wav";
    private static final String CURVES = "models/" + "0123456789abcdef".repeat(4) + "/curves.json";
    private static final String MANIFEST = "models/" + "0123456789abcdef".repeat(4) + "/manifest.avro";
    private static final String FORGOTTEN = "dreams/" + "fedcba9876543210".repeat(4) + "/dream.npy";

    private Path store;
    private EmbeddedKafka kafka;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = Files.createDirectories(folder.resolve("store"));
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        try (TopicAdministration topics = TopicAdministration.connect(kafka.bootstrapServers(), "")) {
            topics.createForStandalone();
        }
        send("reverie.ingest.requests", encode(request(NAMED)));
        send("reverie.ingest.requests", "no event".getBytes(StandardCharsets.UTF_8));
        send("reverie.ingest.requests.dlq", encode(request(DEAD)));
        send(
                "reverie.train.progress",
                encode(TrainProgress.newBuilder()
                        .setTrainId("train-1")
                        .setStep(1)
                        .setOf(2)
                        .setEpoch(1)
                        .setLoss(0.5)
                        .setCurves(new Artifact(CURVES, "application/json", 3L, "0".repeat(64)))
                        .build()));
        send("reverie.models", null);
    }

    @AfterAll
    void stop() {
        kafka.close();
    }

    @BeforeEach
    void fill() throws IOException {
        for (String key : new String[] {NAMED, UNNAMED, DEAD, CURVES, MANIFEST, FORGOTTEN}) {
            Path file = store.resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[] {1, 2, 3});
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        }
    }

    @Test
    @Order(1)
    void dryRunListsAndRemovesNothing() {
        // When
        CommandRun run = gc("--dry-run");

        // Then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(UNNAMED, FORGOTTEN)
                .doesNotContain(NAMED, DEAD, CURVES, MANIFEST)
                .contains(
                        "Would remove 2 artifacts of 6 bytes and 0 unfinished files of 0 bytes that none of 3 events names");
        assertThat(store.resolve(UNNAMED)).exists();
    }

    @Test
    @Order(2)
    void whatIsYoungerStays() {
        assertThat(gc("--older-than", "7d", "--dry-run").out()).startsWith("Would remove 0 artifacts");
        assertThat(gc("--older-than", "90m", "--dry-run").out()).contains("Would remove 2 artifacts");
    }

    @Test
    @Order(3)
    void removesWhatNoEventNames() {
        // When
        CommandRun run = gc("--json");

        // Then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("{\"event\":\"Removed\",\"key\":\"" + UNNAMED + "\",\"bytes\":3,"))
                .contains("{\"event\":\"StoreCleaned\",\"dryRun\":false,\"artifacts\":2,\"artifactBytes\":6,"
                        + "\"unfinished\":0,\"unfinishedBytes\":0,\"events\":3,\"passedOver\":1}");
        assertThat(store.resolve(UNNAMED)).doesNotExist();
        assertThat(store.resolve(FORGOTTEN)).doesNotExist();
        for (String key : new String[] {NAMED, DEAD, CURVES, MANIFEST}) {
            assertThat(store.resolve(key)).exists();
        }
    }

    @Test
    @Order(4)
    void refusesWhereARecordOfWorkersCannotBeRead() throws Exception {
        // Given
        send("reverie.scores", "of a later version".getBytes(StandardCharsets.UTF_8));

        // Then
        requireRefusal("records of workers cannot be read", "reverie.scores/");
    }

    @Test
    @Order(5)
    void refusesWhereATopicIsMissing() throws Exception {
        // Given
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of("reverie.scores")).all().get();
        }

        // Then
        requireRefusal("The topic reverie.scores does not exist", "topics create");
    }

    private void requireRefusal(String... reasons) {
        CommandRun run = gc();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains(reasons);
        assertThat(store.resolve(UNNAMED)).exists();
    }

    private CommandRun gc(String... options) {
        String[] arguments = Stream.concat(
                        Stream.of("gc", "--bootstrap", kafka.bootstrapServers(), "--store", store.toString()),
                        Stream.of(options))
                .toArray(String[]::new);
        return CommandRun.of(arguments);
    }

    private void send(String topic, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, "key".getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static IngestRequest request(String key) {
        return IngestRequest.newBuilder()
                .setTrackKey(key)
                .setSource(AudioSource.newBuilder().setKey(key).build())
                .build();
    }

    private static byte[] encode(SpecificRecord event) {
        try (SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer()) {
            return serializer.serialize(null, event);
        }
    }
}
