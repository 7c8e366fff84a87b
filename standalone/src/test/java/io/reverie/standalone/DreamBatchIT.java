package io.reverie.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.SweepSource;
import io.reverie.standalone.command.CommandRun;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application with {@code reverie.dream.batch}: so many consumers, each with a request of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DreamBatchIT {

    private static final String REQUESTS = "reverie.dream.requests";
    private static final int BATCH = 4;

    private Path data;

    @Test
    void requestsOfSeveralPartitionsAreDreamedTogetherAndPoisonHoldsNoneOfThemUp(@TempDir Path folder)
            throws Exception {
        // Given a worker whose consumers soon notice that the topic has as many partitions as they are
        data = folder.resolve("data");
        Path corpus = folder.resolve("corpus");
        SmallCorpus.write(corpus);
        try (StandaloneProcess system = StandaloneProcess.up(
                data, "reverie.dream.batch=" + BATCH, "mp.messaging.incoming.dream-requests.metadata.max.age.ms=500")) {
            String servers = system.nextLine().get("bootstrapServers").asText();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                admin.createPartitions(Map.of(REQUESTS, NewPartitions.increaseTo(BATCH)))
                        .all()
                        .get();
            }
            run("ingest", corpus.toString(), "--dataset", "noises");
            run("train", "--dataset", "noises", "--model", "noises", "--steps", "5", "--batch-size", "8");

            // When a dream goes on in one partition and requests come in the others, poison before one of them
            send(servers, 0, dream("slow", 400));
            awaitEvent("slow", "DreamProgress");
            sendPoison(servers, 1);
            for (int partition = 1; partition < BATCH; partition++) {
                send(servers, partition, dream("dream-" + partition, 3));
            }

            // Then
            for (int partition = 1; partition < BATCH; partition++) {
                awaitEvent("dream-" + partition, "DreamScored");
            }
            awaitEvent("slow", "DreamScored");
            awaitEvent("poison", "JobFailed");
            assertThat(log())
                    .filteredOn(line -> line.contains("job=dream-") && line.contains(" dreams=3 "))
                    .hasSize(BATCH - 1);
        }
    }

    /** What the worker's log says of dreams. */
    private List<String> log() throws IOException {
        try (Stream<String> lines = Files.lines(data.resolve("logs/reverie.log"))) {
            return lines.filter(line -> line.contains("job=")).toList();
        }
    }

    private static DreamRequest dream(String id, int iterations) {
        return DreamRequest.newBuilder()
                .setDreamId(id)
                .setInput(SweepSource.newBuilder().build())
                .setModels(List.of("noises"))
                .setObjective(Objective.newBuilder().setTarget("hiss").build())
                .setIterations(iterations)
                .build();
    }

    private static void send(String servers, int partition, DreamRequest request) throws Exception {
        try (KafkaProducer<String, SpecificRecord> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new SingleObjectAvroSerializer())) {
            producer.send(new ProducerRecord<>(REQUESTS, partition, request.getDreamId(), request))
                    .get();
        }
    }

    private static void sendPoison(String servers, int partition) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            REQUESTS, partition, "poison", "this is no event".getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private void awaitEvent(String job, String event) throws InterruptedException {
        while (!command("status", job, "--json").out().contains("{\"event\":\"" + event + "\"")) {
            Thread.sleep(200);
        }
    }

    private void run(String... arguments) {
        CommandRun run = command(arguments);
        assertThat(run.status()).as(run.err()).isZero();
    }

    private CommandRun command(String... arguments) {
        return CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
                .toArray(String[]::new));
    }
}
