package io.reverie.standalone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.reverie.schemas.SchemaHistory;
import io.reverie.standalone.ConfluentClient.Registered;
import io.reverie.standalone.command.CommandRun;
import io.reverie.standalone.kafka.EmbeddedKafka;
import io.reverie.standalone.kafka.LocalPorts;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Packaged workers with the profile registry, the command line, and an Apicurio Registry that is a process of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SchemaRegistryIT {

    private static final String REQUESTS = "reverie.ingest.requests";
    private static final String SPECTROGRAMS = "reverie.spectrograms";
    private static final String FAILURES = "reverie.failures";

    private Path java;
    private Path folder;
    private int port;
    private EmbeddedKafka kafka;
    private ApicurioRegistry registry;
    private WorkerProcess worker;
    private ConfluentClient client;
    private Cluster cluster;
    private CommandRun registered;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        java = NewestJava.atLeast(ApicurioRegistry.JAVA_VERSION).orElse(null);
        assumeTrue(java != null, "Apicurio Registry needs Java " + ApicurioRegistry.JAVA_VERSION + ", none is here");
        folder = temporary;
        port = LocalPorts.findFree();
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        cluster = new Cluster(kafka.bootstrapServers());
        succeed("topics", "create", "--bootstrap", kafka.bootstrapServers());
        registry = ApicurioRegistry.start(java, folder.resolve("registry"), port);
        client = new ConfluentClient(registry.url() + "/apis/ccompat/v7");
        registered = succeed("schemas", "register", "--registry", registry.url(), "--json");
        worker = startWorker();
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {worker, registry, kafka}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void everyTopicHasItsSchemasAndItsRuleOnceAndForAll() throws Exception {
        // Then
        assertThat(registered.out().lines()).hasSize(13).allMatch(line -> line.contains("\"change\":\"registered\""));
        Registered request = client.latest("reverie.dream.requests");
        assertThat(request.schema()).isEqualTo(SchemaHistory.latestOf("DreamRequest"));
        assertThat(request.schema().getDoc()).isNotEmpty();
        assertThat(request.version())
                .isEqualTo(SchemaHistory.versionsOf("DreamRequest").size());
        assertThat(client.latest("reverie.dream.requests.bulk").id()).isEqualTo(request.id());
        assertThat(client.get("/config/reverie.dream.requests-value")).contains("FULL_TRANSITIVE");

        // When it is done again
        CommandRun again = succeed("schemas", "register", "--registry", registry.url());
        CommandRun looked = succeed("schemas", "register", "--registry", registry.url(), "--dry-run");

        // Then
        assertThat(again.out().lines()).hasSize(13).allMatch(line -> line.contains(": unchanged"));
        assertThat(again.err()).contains("0 subjects changed");
        assertThat(looked.err()).contains("0 subjects would change");
    }

    @Test
    void aVersionThatBreaksTheRuleIsRefused() throws Exception {
        // Given a schema whose key has another name
        String changed = SchemaHistory.latestOf("JobCancelled").toString().replace("jobId", "jobName");

        // Then
        assertThat(client.register("reverie.cancellations-value", changed).statusCode())
                .isEqualTo(409);

        // Given a registry that has it
        assertThat(client.register("other.reverie.cancellations-value", changed).statusCode())
                .isEqualTo(200);
        System.setProperty("reverie.topics.prefix", "other.");
        try {
            // When
            CommandRun dry = CommandRun.of("schemas", "register", "--registry", registry.url(), "--dry-run");
            CommandRun run = CommandRun.of("schemas", "register", "--registry", registry.url());

            // Then
            assertThat(dry.status()).isEqualTo(1);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("other.reverie.cancellations-value", "FULL_TRANSITIVE", "jobName");
        } finally {
            System.clearProperty("reverie.topics.prefix");
        }
    }

    @Test
    void whoKnowsOnlyTheConfluentApiAsksAndUnderstandsTheAnswer() throws Exception {
        // When
        send(request("confluent/sweep"));

        // Then
        GenericRecord ready = awaitAnswer("confluent/sweep");
        assertThat(ready.getSchema()).isEqualTo(SchemaHistory.latestOf("SpectrogramReady"));
        assertThat(ready.getSchema().getField("spectrogram").doc()).isNotEmpty();
    }

    @Test
    void commandsWriteAndReadTheSameFormat() throws Exception {
        // When
        CommandRun run = CommandRun.of(
                "ingest",
                "sweep",
                "--seconds",
                "1",
                "--bootstrap",
                kafka.bootstrapServers(),
                "--store",
                folder.resolve("store").toString(),
                "--registry",
                registry.url());

        // Then
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(cluster.records(REQUESTS)).allMatch(record -> record.value()[0] == 0);

        // When the registry is not named
        CommandRun without = CommandRun.of(
                "status",
                "any",
                "--bootstrap",
                kafka.bootstrapServers(),
                "--store",
                folder.resolve("store").toString());

        // Then
        assertThat(without.status()).isNotZero();
        assertThat(without.err()).contains("wire format of a schema registry", "--registry");
    }

    @Test
    void whatHasNoSchemaOrIsDamagedIsRefusedAndHoldsNobodyUp() throws Exception {
        // Given
        Registered request = client.latest(REQUESTS);
        byte[] unknown = ConfluentClient.encode(987_654, generic(request.schema(), "unknown"));
        byte[] other =
                ConfluentClient.encode(client.latest("reverie.cancellations").id(), cancellation());
        byte[] trailing = ConfluentClient.encode(request.id(), generic(request.schema(), "trailing"));
        List<byte[]> wrong = List.of(
                unknown,
                other,
                ByteBuffer.allocate(trailing.length + 1).put(trailing).array(),
                endless(request.id()),
                new byte[] {0, 0},
                new byte[] {});
        int letters = cluster.records(REQUESTS + ".dlq").size();

        // When
        for (byte[] value : wrong) {
            send("wrong", value);
        }
        send(request("after/wrong"));

        // Then
        awaitAnswer("after/wrong");
        await(() -> cluster.records(REQUESTS + ".dlq").size() == letters + wrong.size());
        List<GenericRecord> failures = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.records(FAILURES)) {
            failures.add(client.decode(record.value()));
        }
        assertThat(failures)
                .hasSize(wrong.size())
                .allMatch(failure -> failure.get("code").toString().equals("undecodable"));
    }

    @Test
    void aRegistryThatIsAwayIsWaitedFor() throws Exception {
        // Given one worker that knows the schemas, and no registry
        send(request("away/before"));
        awaitAnswer("away/before");
        List<byte[]> requests = new ArrayList<>();
        for (String key : List.of("away/known", "away/unknown")) {
            requests.add(request(key).value());
        }
        registry.close();

        // When it is asked
        int before = cluster.records(SPECTROGRAMS).size();
        send("away/known", requests.get(0));

        // Then it needs no registry
        await(() -> cluster.records(SPECTROGRAMS).size() == before + 1);

        // When another one starts that has no schema yet
        worker.close();
        worker = startWorker();
        send("away/unknown", requests.get(1));

        // Then it says what it waits for
        await(() -> worker.health("ready").contains("cannot go on and is tried again"));
        assertThat(cluster.records(SPECTROGRAMS)).hasSize(before + 1);

        // When the registry is back
        registry = ApicurioRegistry.start(java, folder.resolve("registry"), port);

        // Then
        awaitAnswer("away/unknown");
    }

    private WorkerProcess startWorker() throws IOException {
        return WorkerProcess.start(
                "ingest",
                folder,
                kafka.bootstrapServers(),
                Map.of(),
                List.of(),
                Map.of(
                        "QUARKUS_PROFILE",
                        "prod,registry",
                        "REVERIE_REGISTRY_URL",
                        "http://" + LocalPorts.HOST + ":" + port,
                        "REVERIE_RETRY_LONGEST_DELAY",
                        "1S",
                        // What it knows it asks for again all the time, and does without an answer.
                        "KAFKA_APICURIO_REGISTRY_CHECK_PERIOD_MS",
                        "100"));
    }

    private record Request(String key, byte[] value) {}

    private Request request(String trackKey) throws Exception {
        Registered schema = client.latest(REQUESTS);
        return new Request(trackKey, ConfluentClient.encode(schema.id(), generic(schema.schema(), trackKey)));
    }

    private static GenericRecord generic(Schema schema, String trackKey) {
        Schema sweep = schema.getField("source").schema().getTypes().get(1);
        return new GenericRecordBuilder(schema)
                .set("id", trackKey)
                .set("trackKey", trackKey)
                .set(
                        "source",
                        new GenericRecordBuilder(sweep).set("seconds", 1.0).build())
                .build();
    }

    private static GenericRecord cancellation() {
        return new GenericRecordBuilder(SchemaHistory.latestOf("JobCancelled"))
                .set("jobId", "nobody")
                .build();
    }

    /** A request whose first text declares 1.5 GB. */
    private static byte[] endless(int id) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        bytes.write(new byte[] {(byte) 0x80, (byte) 0xBC, (byte) 0xC1, (byte) 0x96, 0x0B, 'a', 'b', 'c'});
        return bytes.toByteArray();
    }

    private void send(Request request) {
        send(request.key(), request.value());
    }

    private void send(String key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(new ProducerRecord<>(REQUESTS, key.getBytes(StandardCharsets.UTF_8), value));
        }
    }

    private GenericRecord awaitAnswer(String trackKey) throws Exception {
        GenericRecord[] answer = new GenericRecord[1];
        await(() -> {
            for (ConsumerRecord<byte[], byte[]> record : cluster.records(SPECTROGRAMS)) {
                if (new String(record.key(), StandardCharsets.UTF_8).equals(trackKey)) {
                    answer[0] = client.decode(record.value());
                }
            }
            return answer[0] != null;
        });
        assertThat(GenericData.get().validate(answer[0].getSchema(), answer[0])).isTrue();
        assertThat(answer[0].get("trackKey")).hasToString(trackKey);
        return answer[0];
    }

    private static CommandRun succeed(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(200);
        }
    }
}
