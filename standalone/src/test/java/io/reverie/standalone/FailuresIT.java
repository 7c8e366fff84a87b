package io.reverie.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.IngestRequest;
import io.reverie.standalone.command.CommandRun;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of records that cannot be used, on the packaged application and its real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FailuresIT {

    private static final String INGEST = "reverie.ingest.requests";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path corpus;
    private Path data;
    private StandaloneProcess system;
    private Cluster cluster;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        corpus = folder.resolve("corpus");
        data = folder.resolve("data");
        SmallCorpus.write(corpus);
        system = StandaloneProcess.up(data);
        cluster = new Cluster(system.nextLine().get("bootstrapServers").asText());
    }

    @AfterAll
    void stop() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void requestThatFailedIsListedAndDoneOnceWhatItLackedIsThereAndItIsSentAgain() throws Exception {
        // Given a request for audio that is not there yet
        String key = "inputs/later/hum.wav";
        ProducerRecord<byte[], byte[]> record = ingest("later/hum", key);
        record.headers().add("sender", bytes("somebody")).add("dead-letter-offset", bytes("not the worker's"));
        send(record);
        await(() -> !failures("later/hum").isEmpty());

        // Then it is listed with its dead letter
        JsonNode failure = failures("later/hum").get(0);
        assertThat(failure.get("event").asText()).isEqualTo("JobFailed");
        assertThat(failure.get("stage").asText()).isEqualTo("INGEST");
        assertThat(failure.get("code").asText()).isEqualTo("unknown-artifact");
        assertThat(failure.get("field").asText()).isEqualTo("source.key");
        assertThat(failure.get("retryable").asBoolean()).isTrue();
        assertThat(failure.get("topic").asText()).isEqualTo(INGEST);
        String letter = place(failure.get("deadLetter"));
        assertThat(letter).startsWith(INGEST + ".dlq/");
        assertThat(run("failures", "--stage", "ingest").out()).contains("unknown-artifact  later/hum  " + letter);
        assertThat(run("failures", "--stage", "train,dream").out()).doesNotContain("later/hum");
        assertThat(run("retry", "--all", "--code", "unknown-artifact", "--dry-run")
                        .out())
                .contains(letter);

        // When
        Path audio = data.resolve("store").resolve(key);
        Files.createDirectories(audio.getParent());
        Files.copy(corpus.resolve("hum/0.wav"), audio);
        CommandRun retry = run("retry", "later/hum", "--json");

        // Then the record is there again as it came, and is done
        assertThat(retry.status()).as(retry.err()).isZero();
        JsonNode said = JSON.readTree(retry.out());
        assertThat(place(said.get("deadLetter"))).isEqualTo(letter);
        ConsumerRecord<byte[], byte[]> again = cluster.records(INGEST).stream()
                .filter(sent -> place(sent).equals(place(said.get("sent"))))
                .findFirst()
                .orElseThrow();
        assertThat(again.key()).isEqualTo(record.key());
        assertThat(again.value()).isEqualTo(record.value());
        assertThat(headers(again))
                .containsExactly(
                        "sender=somebody", "dead-letter-offset=not the worker's", "reverie-retry-of=" + letter);
        await(() -> run("status", "later/hum", "--json").out().contains("{\"event\":\"SpectrogramReady\""));

        // And --all does not send it a third time
        assertThat(run("retry", "--all", "--code", "unknown-artifact", "--dry-run")
                        .out())
                .doesNotContain(letter);
    }

    @Test
    void recordWithoutKeyIsRetriedByItsPlaceAndItsReasonsDoNotPileUp() throws Exception {
        // Given
        byte[] value = bytes("no event, no key");
        send(new ProducerRecord<>(INGEST, null, value));
        await(() -> letters(INGEST, value).size() == 1);
        String letter = place(letters(INGEST, value).get(0));

        // When
        CommandRun retry = run("retry", letter);
        await(() -> letters(INGEST, value).size() == 2);

        // Then
        assertThat(retry.out()).startsWith("Sent a record without key again: " + letter + " is now " + INGEST + "/");
        ConsumerRecord<byte[], byte[]> second = letters(INGEST, value).stream()
                .filter(record -> !place(record).equals(letter))
                .findFirst()
                .orElseThrow();
        assertThat(second.key()).isNull();
        assertThat(headers(second))
                .filteredOn(header -> header.startsWith("dead-letter-"))
                .hasSize(5);
        assertThat(headers(second)).contains("reverie-retry-of=" + letter);
    }

    @Test
    void retryOfWhatIsNotThereIsOneLine() {
        // When
        CommandRun job = run("retry", "nobody");
        CommandRun place = run("retry", INGEST + ".dlq/0/999999");
        CommandRun partition = run("retry", INGEST + ".dlq/77/0");
        CommandRun request = run("retry", INGEST + "/0/0");
        CommandRun none = run("retry", "--all", "--code", "no-such-code");

        // Then
        assertThat(List.of(job, place, partition, request, none)).allSatisfy(run -> {
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines()).hasSize(1);
        });
        assertThat(job.err()).contains("There is no dead letter of a job nobody");
        assertThat(place.err()).contains("There is no record " + INGEST + ".dlq/0/999999");
        assertThat(request.err()).contains("There is no dead letter of a job " + INGEST + "/0/0");
    }

    @Test
    void keysThatLeaveTheStoreFailAndAreDeadLettersAndTheNextRequestIsDone() throws Exception {
        // Given audio that can be read, outside the store, and a link to it inside
        Path outside = corpus.resolve("hum/1.wav").toAbsolutePath();
        Path inputs = Files.createDirectories(data.resolve("store/inputs"));
        Files.createSymbolicLink(inputs.resolve("link.wav"), outside);
        Files.createSymbolicLink(inputs.resolve("folder"), outside.getParent());
        Map<String, String> keys = Map.of(
                "out/parents", inputs.toAbsolutePath().relativize(outside).toString(),
                "out/absolute", outside.toString(),
                "out/file", outside.toUri().toString(),
                "out/http", "http://127.0.0.1:9/a.wav",
                "out/link", "inputs/link.wav",
                "out/folder", "inputs/folder/1.wav",
                "out/long", "a/".repeat(2048) + "b.wav",
                "out/backslash", "inputs\\..\\..\\a.wav",
                "out/nul", "inputs/a.wav\u0000.txt",
                "out/percent", "inputs/%2e%2e/%2e%2e/a.wav");

        // When
        for (Map.Entry<String, String> key : keys.entrySet()) {
            send(ingest(key.getKey(), key.getValue()));
        }
        Files.copy(outside, inputs.resolve("inside.wav"));
        send(ingest("out/inside", "inputs/inside.wav"));

        // Then
        await(() -> keys.keySet().stream().noneMatch(track -> failures(track).isEmpty()));
        assertThat(keys.keySet()).allSatisfy(track -> {
            JsonNode failure = failures(track).get(0);
            assertThat(failure.get("code").asText())
                    .isEqualTo(track.equals("out/percent") ? "unknown-artifact" : "invalid-value");
            assertThat(failure.get("field").asText()).isEqualTo("source.key");
            assertThat(failure.get("message").asText()).contains("artifact").hasSizeLessThan(300);
            assertThat(letters(INGEST, ingest(track, keys.get(track)).value())).hasSize(1);
        });
        await(() -> run("status", "out/inside", "--json").out().contains("{\"event\":\"SpectrogramReady\""));
        assertThat(outside).exists();
    }

    private static ProducerRecord<byte[], byte[]> ingest(String trackKey, String artifactKey) {
        IngestRequest request = IngestRequest.newBuilder()
                .setTrackKey(trackKey)
                .setCreatedAt(Instant.ofEpochSecond(1_700_000_000))
                .setSource(AudioSource.newBuilder().setKey(artifactKey).build())
                .build();
        return new ProducerRecord<>(INGEST, bytes(trackKey), Cluster.encode(request));
    }

    private List<JsonNode> failures(String job) {
        return run("failures", "--json", "--limit", "100000")
                .out()
                .lines()
                .map(FailuresIT::read)
                .filter(failure -> failure.get("jobId").asText().equals(job))
                .filter(failure -> !failure.get("deadLetter").isNull())
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> letters(String topic, byte[] value) {
        return cluster.records(topic + ".dlq").stream()
                .filter(record -> Arrays.equals(record.value(), value))
                .toList();
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(record).get();
        }
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
                .toArray(String[]::new));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(200);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }

    private static String place(JsonNode position) {
        return position.get("topic").asText() + "/" + position.get("partition") + "/" + position.get("offset");
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }
}
