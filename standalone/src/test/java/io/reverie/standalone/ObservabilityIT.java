package io.reverie.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SweepSource;
import io.reverie.standalone.command.CommandRun;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What the packaged application tells those who watch over it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ObservabilityIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private Path data;
    private SpanCollector collector;
    private StandaloneProcess system;
    private Cluster cluster;
    private String address;

    @BeforeAll
    void startAndTrain(@TempDir Path folder) throws Exception {
        data = folder.resolve("data");
        Path corpus = folder.resolve("corpus");
        SmallCorpus.write(corpus);
        collector = new SpanCollector();
        system = StandaloneProcess.up(data, collector.settings());
        var started = system.nextLine();
        cluster = new Cluster(started.get("bootstrapServers").asText());
        address = started.get("http").asText();
        run("ingest", corpus.toString(), "--dataset", "noises");
        run("train", "--dataset", "noises", "--model", "noises", "--steps", "5", "--batch-size", "8");
    }

    @AfterAll
    void stop() throws Exception {
        if (system != null) {
            system.close();
        }
        if (collector != null) {
            collector.close();
        }
    }

    @Test
    void metricsTellWhatTheWorkersDid() throws Exception {
        // When a job has been done, and one has failed
        run(
                "dream",
                "sweep",
                "--seconds",
                "2",
                "--model",
                "noises",
                "--target",
                "hiss",
                "--iterations",
                "7",
                "--id",
                "counted");
        CommandRun failed =
                command("dream", "sweep", "--seconds", "2", "--model", "nobody", "--target", "hiss", "--id", "refused");
        String metrics = metrics();

        // Then
        assertThat(failed.status()).isNotZero();
        assertThat(value(metrics, "reverie_job_seconds_count{code=\"\",outcome=\"done\",stage=\"ingest\"}"))
                .isEqualTo(2.0 * SmallCorpus.TRACKS_PER_LABEL);
        assertThat(value(metrics, "reverie_job_seconds_count{code=\"\",outcome=\"done\",stage=\"dream\"}"))
                .isPositive();
        assertThat(value(
                        metrics,
                        "reverie_job_seconds_count{code=\"unknown-model\",outcome=\"failed\",stage=\"dream\"}"))
                .isEqualTo(1);
        assertThat(value(metrics, "reverie_job_seconds_sum{code=\"\",outcome=\"done\",stage=\"reconstruct\"}"))
                .isPositive();
        assertThat(value(metrics, "reverie_job_part_seconds_count{part=\"write\",stage=\"dream\"}"))
                .isPositive();
        assertThat(value(metrics, "reverie_job_iterations_total{stage=\"train\"}"))
                .isGreaterThanOrEqualTo(5);
        assertThat(value(metrics, "reverie_job_iterations_total{stage=\"dream\"}"))
                .isGreaterThanOrEqualTo(7);
        assertThat(value(metrics, "reverie_stage_state{stage=\"train\",state=\"ready\"}"))
                .isEqualTo(1);
        assertThat(value(metrics, "reverie_process_memory_bytes")).isGreaterThan(50e6);

        // And how far behind each consumer is
        assertThat(metrics.lines())
                .anyMatch(line -> line.startsWith("kafka_consumer_fetch_manager_records_lag_max{")
                        && line.contains("dream-requests"));
    }

    @Test
    void oneTraceLeadsFromTheRequestToTheScoredRecording() throws Exception {
        // Given a request that is part of a trace
        String trace = "0af7651916cd43dd8448eb211c80319c";
        String parent = "b7ad6b7169203331";
        DreamRequest request = DreamRequest.newBuilder()
                .setDreamId("traced")
                .setInput(SweepSource.newBuilder().setSeconds(2).build())
                .setModels(List.of("noises"))
                .setObjective(Objective.newBuilder().setTarget("hiss").build())
                .setIterations(3)
                .build();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                "reverie.dream.requests", "traced".getBytes(StandardCharsets.UTF_8), Cluster.encode(request));
        record.headers().add("traceparent", ("00-" + trace + "-" + parent + "-01").getBytes(StandardCharsets.US_ASCII));

        // When
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            producer.send(record).get();
        }
        while (collector.ofJob("traced").size() < 3) {
            Thread.sleep(200);
        }

        // Then every stage's span belongs to it
        List<Span> jobs = collector.ofJob("traced");
        assertThat(jobs)
                .extracting(
                        span -> SpanCollector.attribute(span, "reverie.stage").orElse(""))
                .containsExactly("dream", "reconstruct", "score");
        assertThat(jobs).extracting(span -> hex(span.getTraceId())).containsOnly(trace);
        assertThat(jobs)
                .extracting(
                        span -> SpanCollector.attribute(span, "reverie.outcome").orElse(""))
                .containsOnly("done");

        // And each follows from the one before
        assertThat(jobs)
                .extracting(span -> hex(span.getParentSpanId()))
                .containsExactly(
                        parent, hex(jobs.get(0).getSpanId()), hex(jobs.get(1).getSpanId()));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private String metrics() throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(address + "/q/metrics")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(series.length() + 1).split(" ")[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + series + " in\n" + metrics));
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
