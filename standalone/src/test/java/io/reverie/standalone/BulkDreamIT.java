package io.reverie.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.SweepSource;
import io.reverie.standalone.command.CommandRun;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Bulk and interactive requests at the packaged application's one dream worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BulkDreamIT {

    private static final String INTERACTIVE = "reverie.dream.requests";
    private static final String BULK = "reverie.dream.requests.bulk";
    private static final String DREAMS = "reverie.dreams";
    private static final int QUEUED = 20;

    private Path folder;
    private Path data;
    private Cluster cluster;

    @BeforeAll
    void train(@TempDir Path temporary) throws Exception {
        folder = temporary;
        data = folder.resolve("data");
        Path corpus = folder.resolve("corpus");
        SmallCorpus.write(corpus);
        try (StandaloneProcess system = up()) {
            run("ingest", corpus.toString(), "--dataset", "noises");
            run("train", "--dataset", "noises", "--model", "noises", "--steps", "5", "--batch-size", "8");
        }
    }

    @Test
    void interactiveRequestIsAnsweredAfterTheRunningBulkDreamAtMost() throws Exception {
        try (StandaloneProcess system = up()) {
            // Given poison and a queue of bulk requests, one of which is being dreamed
            send(BULK, "poison", "no event".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < QUEUED; i++) {
                send(BULK, "bulk-" + i, request("bulk-" + i, 40));
            }
            await(() -> !cluster.records("reverie.dream.progress").isEmpty());

            // When
            send(INTERACTIVE, "now", request("now", 3));
            send(INTERACTIVE, "next", request("next", 3));
            await(() -> keys(DREAMS).containsAll(List.of("now", "next")));

            // Then no more than the one that was running came between
            long asked = timestamp(INTERACTIVE, "now");
            long answered = timestamp(DREAMS, "next");
            assertThat(cluster.records(DREAMS))
                    .filteredOn(record -> key(record).startsWith("bulk-"))
                    .filteredOn(record -> record.timestamp() > asked && record.timestamp() < answered)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(keys(DREAMS)).hasSizeLessThan(QUEUED);

            // And the bulk is dreamed afterwards, whole
            await(() -> keys(DREAMS).size() == QUEUED + 2);
            assertThat(keys(BULK + ".dlq")).containsExactly("poison");
            assertThat(run("status", "poison").out()).contains("undecodable");
        }
    }

    @Test
    void eitherChannelCanBeLeftToOtherWorkers() throws Exception {
        // Given a worker without the bulk channel
        try (StandaloneProcess system = up("mp.messaging.incoming.dream-bulk.enabled=false")) {
            // When
            send(BULK, "left", request("left", 3));
            dream("mine");

            // Then
            assertThat(keys(DREAMS)).contains("mine").doesNotContain("left");
        }

        // And given one with nothing else
        try (StandaloneProcess system = up("mp.messaging.incoming.dream-requests.enabled=false")) {
            // When
            send(INTERACTIVE, "other", request("other", 3));
            dream("bulk-command", "--bulk");

            // Then
            assertThat(keys(BULK)).contains("bulk-command");
            await(() -> keys(DREAMS).contains("left"));
            assertThat(keys(DREAMS)).doesNotContain("other");
        }
    }

    private StandaloneProcess up(String... settings) throws IOException {
        StandaloneProcess system = StandaloneProcess.up(data, settings);
        cluster = new Cluster(system.nextLine().get("bootstrapServers").asText());
        return system;
    }

    private static byte[] request(String id, int iterations) {
        try (SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer()) {
            return serializer.serialize(
                    null,
                    DreamRequest.newBuilder()
                            .setDreamId(id)
                            .setInput(SweepSource.newBuilder().build())
                            .setModels(List.of("noises"))
                            .setObjective(
                                    Objective.newBuilder().setTarget("hiss").build())
                            .setIterations(iterations)
                            .build());
        }
    }

    private void send(String topic, String key, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private List<String> keys(String topic) {
        return cluster.records(topic).stream().map(BulkDreamIT::key).toList();
    }

    private long timestamp(String topic, String key) {
        return cluster.records(topic).stream()
                .filter(record -> key(record).equals(key))
                .findFirst()
                .orElseThrow()
                .timestamp();
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(200);
        }
    }

    private void dream(String id, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "dream", "sweep", "--model", "noises", "--target", "hiss", "--iterations", "3", "--id", id, "--out"));
        arguments.add(folder.resolve("out").toString());
        arguments.addAll(List.of(more));
        run(arguments.toArray(String[]::new));
    }

    private CommandRun run(String... arguments) {
        CommandRun run = CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
                .toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }
}
