package io.reverie.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.audio.Audio;
import io.reverie.audio.file.WavFile;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.Objective;
import io.reverie.schemas.SingleObjectAvroSerializer;
import io.reverie.schemas.SweepSource;
import io.reverie.standalone.command.CommandRun;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged application on its real embedded broker, from a request to a WAV. One system and one model serve all
 * tests; commands run in this process and attach to it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StandaloneIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder;
    private Path corpus;
    private Path data;
    private StandaloneProcess system;
    private Cluster cluster;

    @BeforeAll
    void startAndTrain(@TempDir Path temporary) throws Exception {
        folder = temporary;
        corpus = folder.resolve("corpus");
        data = folder.resolve("data");
        SmallCorpus.write(corpus);
        startSystem();

        CommandRun ingest = run("ingest", corpus.toString(), "--dataset", "noises", "--json");
        assertThat(ingest.status()).as(ingest.err()).isZero();
        assertThat(lines(ingest))
                .hasSize(2 * SmallCorpus.TRACKS_PER_LABEL)
                .allSatisfy(line -> assertThat(line.get("event").asText()).isEqualTo("SpectrogramReady"));

        CommandRun train = run(
                "train",
                "--dataset",
                "noises",
                "--model",
                "noises",
                "--validation",
                "0.25",
                "--steps",
                "30",
                "--batch-size",
                "8",
                "--json");
        assertThat(train.status()).as(train.err()).isZero();
        JsonNode model = lines(train).get(0);
        assertThat(model.get("event").asText()).isEqualTo("ModelReady");
        assertThat(model.at("/metrics/trackAccuracy").asDouble()).isEqualTo(1.0);
    }

    @AfterAll
    void stop() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void requestBecomesARecordingInWhichTheModelHearsTheTarget() throws Exception {
        // Given
        Path out = folder.resolve("out");

        // When
        CommandRun dream = run(
                "dream",
                corpus.resolve("hum/0.wav").toString(),
                "--model",
                "noises",
                "--target",
                "hiss",
                "--preset",
                "strong",
                "--iterations",
                "40",
                "--id",
                "first",
                "--out",
                out.toString(),
                "--json");

        // Then
        assertThat(dream.status()).as(dream.err()).isZero();
        assertThat(lines(dream))
                .extracting(line -> line.get("event").asText())
                .containsExactly("RecordingReady", "DreamScored");
        assertThat(names(out))
                .contains(
                        "first.wav",
                        "first-before.png",
                        "first-after.png",
                        "first-comparison.png",
                        "first-activations.png")
                .filteredOn(name -> name.endsWith(".wav"))
                .hasSize(1);
        JsonNode recording = lines(dream).get(0);
        assertThat(recording.at("/wav/path").asText())
                .isEqualTo(out.resolve("first.wav").toAbsolutePath().toString());
        try (InputStream in = Files.newInputStream(out.resolve("first.wav"))) {
            Audio audio = WavFile.read(in);
            assertThat(audio.sampleRate()).isEqualTo(22050);
            assertThat(audio.seconds()).isEqualTo(5.0);
        }
        assertThat(lines(dream).get(1).get("success").asBoolean()).isTrue();

        // And
        CommandRun score = run("score", "--model", "noises", out.toString());
        assertThat(score.status()).as(score.err()).isZero();
        JsonNode heard = lines(score).get(0);
        assertThat(heard.get("label").asText()).isEqualTo("hiss");
        assertThat(heard.get("path").asText()).endsWith("first.wav");
        assertThat(heard.at("/probabilities/hiss").asDouble()
                        + heard.at("/probabilities/hum").asDouble())
                .isCloseTo(1.0, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void sameDreamAskedAgainIsTheSameAndAnotherOneUnderItsIdIsRefused() throws Exception {
        // Given
        String[] dream = {
            "dream",
            "sweep",
            "--model",
            "noises",
            "--target",
            "hiss",
            "--iterations",
            "3",
            "--id",
            "again",
            "--json",
            "--out",
            folder.resolve("again").toString()
        };
        CommandRun first = run(dream);

        // When
        CommandRun second = run(dream);
        dream[6] = "--seed";
        CommandRun other = run(dream);

        // Then
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err().lines()).hasSize(1);
        assertThat(other.err()).contains("[id-already-used]");
    }

    @Test
    void unknownModelAndUnknownLabelAreOneLineThatSaysWhatIsAllowed() {
        // When
        CommandRun model = dreamOfSweep("nobody", "hiss");
        CommandRun label = dreamOfSweep("noises", "polka");

        // Then
        assertThat(model.status()).isEqualTo(1);
        assertThat(model.err().lines()).hasSize(1);
        assertThat(model.err()).contains("nobody", "allowed: ", "noises", "[unknown-model]");
        assertThat(label.status()).isEqualTo(1);
        assertThat(label.err().lines()).hasSize(1);
        assertThat(label.err()).contains("polka", "allowed: ", "hiss", "hum", "[unknown-label]");
    }

    @Test
    void textFileNamedWavFailsAloneAndItsRequestIsADeadLetter() throws Exception {
        // Given
        Path mixed = Files.createDirectories(folder.resolve("mixed"));
        Files.writeString(mixed.resolve("broken.wav"), "not audio at all");
        Files.copy(corpus.resolve("hum/1.wav"), mixed.resolve("good.wav"));

        // When
        CommandRun ingest = run("ingest", mixed.toString(), "--dataset", "mixed", "--json");

        // Then
        assertThat(ingest.status()).isEqualTo(1);
        assertThat(lines(ingest))
                .extracting(line -> line.get("trackKey").asText())
                .containsExactly("mixed/good.wav/mel");
        assertThat(ingest.err().lines()).hasSize(1);
        assertThat(ingest.err()).contains("mixed/broken.wav/mel", "allowed: ", "[unreadable-audio]");
        assertThat(cluster.records("reverie.ingest.requests.dlq"))
                .anySatisfy(record -> assertThat(new String(record.key(), StandardCharsets.UTF_8))
                        .isEqualTo("mixed/broken.wav/mel"));
    }

    @Test
    void poisonBecomesADeadLetterAndGoodRequestsGoOn() throws Exception {
        // Given
        byte[] poison = "this is no event".getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            for (int partition = 0;
                    partition < producer.partitionsFor("reverie.dream.requests").size();
                    partition++) {
                producer.send(new ProducerRecord<>("reverie.dream.requests", partition, new byte[] {'p'}, poison))
                        .get();
            }
        }

        // When
        CommandRun good = dreamOfSweep("noises", "hiss");

        // Then
        assertThat(good.status()).as(good.err()).isZero();
        assertThat(cluster.records("reverie.dream.requests.dlq"))
                .anySatisfy(record -> assertThat(record.value()).isEqualTo(poison));
        assertThat(cluster.failures()).anySatisfy(failure -> {
            assertThat(failure.getJobId()).isEqualTo("p");
            assertThat(failure.getCode()).isEqualTo("undecodable");
            assertThat(failure.getTopic()).isEqualTo("reverie.dream.requests");
        });
    }

    @Test
    void recordsAlmostAsLargeAsTheBrokerTakesBecomeDeadLettersAndGoodRequestsGoOn() throws Exception {
        // Given
        String large = "x".repeat(600_000);
        DreamRequest unknownLabel = sweepTo(large, "large-label");
        try (SingleObjectAvroSerializer serializer = new SingleObjectAvroSerializer();
                KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            byte[] request = serializer.serialize(null, unknownLabel);
            byte[] key = large.getBytes(StandardCharsets.UTF_8);
            for (int partition = 0;
                    partition < producer.partitionsFor("reverie.dream.requests").size();
                    partition++) {
                producer.send(new ProducerRecord<>("reverie.dream.requests", partition, key, new byte[] {1}))
                        .get();
                producer.send(new ProducerRecord<>("reverie.dream.requests", partition, new byte[] {'k'}, request))
                        .get();
            }
        }

        // When
        CommandRun good = dreamOfSweep("noises", "hiss");

        // Then
        assertThat(good.status()).as(good.err()).isZero();
        assertThat(cluster.failures()).anySatisfy(failure -> {
            assertThat(failure.getJobId()).isEqualTo("large-label");
            assertThat(failure.getCode()).isEqualTo("unknown-label");
        });
        assertThat(cluster.records("reverie.dream.requests.dlq"))
                .anySatisfy(record -> assertThat(record.key()).hasSize(large.length()))
                .anySatisfy(record -> assertThat(record.value()).hasSizeGreaterThan(large.length()));
    }

    @Test
    void replyHeadersOfARequestDoNotLeadItsResultElsewhere() throws Exception {
        // Given
        ProducerRecord<String, SpecificRecord> request =
                new ProducerRecord<>("reverie.dream.requests", "replied", sweepTo("hiss", "replied"));
        request.headers().add("REPLY_TOPIC", "reverie.models".getBytes(StandardCharsets.UTF_8));
        byte[] trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(StandardCharsets.UTF_8);
        request.headers().add("traceparent", trace);

        // When
        try (KafkaProducer<String, SpecificRecord> producer =
                new KafkaProducer<>(cluster.settings(), new StringSerializer(), new SingleObjectAvroSerializer())) {
            producer.send(request).get();
        }

        // Then, and its trace is found in every event that follows from it
        awaitEvent("replied", "DreamScored");
        for (String topic : List.of("reverie.dreams", "reverie.recordings", "reverie.scores")) {
            assertThat(cluster.records(topic))
                    .as(topic)
                    .filteredOn(record -> new String(record.key(), StandardCharsets.UTF_8).equals("replied"))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(
                                    record.headers().lastHeader("traceparent").value())
                            .isEqualTo(trace));
        }
    }

    @Test
    void cancelledTrainingEndsWithinAStepAndItsIdCanBeUsedAgain() throws Exception {
        // Given a training that would take hours
        CompletableFuture<CommandRun> waiting = CompletableFuture.supplyAsync(() -> trainAs("stopped", "100000"));
        awaitEvent("stopped", "TrainProgress");

        // When
        CommandRun cancel = run("cancel", "stopped", "--reason", "too long", "--json");

        // Then whoever waits is told, soon
        assertThat(cancel.status()).as(cancel.err()).isZero();
        assertThat(lines(cancel).get(0).get("event").asText()).isEqualTo("JobCancelled");
        CommandRun stopped = waiting.get(30, TimeUnit.SECONDS);
        assertThat(stopped.status()).isEqualTo(1);
        assertThat(stopped.err()).contains("The job was cancelled: too long", "[cancelled]");
        Map<String, JsonNode> history = new HashMap<>();
        lines(run("status", "stopped", "--json"))
                .forEach(event -> history.put(event.get("event").asText(), event));
        assertThat(madeAt(history.get("JobFailed")))
                .isBetween(
                        madeAt(history.get("JobCancelled")),
                        madeAt(history.get("JobCancelled")).plusSeconds(3));
        assertThat(madeAt(history.get("TrainProgress"))).isBefore(madeAt(history.get("JobFailed")));
        assertThat(cluster.records("reverie.train.requests.dlq"))
                .noneMatch(record -> "stopped".equals(new String(record.key(), StandardCharsets.UTF_8)));

        // When it is asked for again, with other content
        CommandRun again = trainAs("stopped", "3");

        // Then
        assertThat(again.status()).as(again.err()).isZero();
    }

    @Test
    void jobThatNobodyKnowsIsNotCancelled() {
        CommandRun cancel = run("cancel", "nobody's");
        assertThat(cancel.status()).isEqualTo(1);
        assertThat(cancel.err()).contains("No job is known by the id nobody's");
    }

    @Test
    void spectrogramThatIsGoneIsMadeAgainWhereItsFileIsIngestedAgain() throws Exception {
        // Given
        String[] ingest = {"ingest", corpus.resolve("hum/3.wav").toString(), "--dataset", "mended", "--json"};
        CommandRun first = run(ingest);
        Path spectrogram =
                Path.of(lines(first).get(0).at("/spectrogram/artifact/path").asText());
        Files.delete(spectrogram);

        // When
        CommandRun second = run(ingest);

        // Then
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(spectrogram).exists();
    }

    private CommandRun trainAs(String id, String steps) {
        return run(
                "train",
                "--dataset",
                "noises",
                "--model",
                id,
                "--id",
                id,
                "--validation",
                "0",
                "--steps",
                steps,
                "--batch-size",
                "8");
    }

    private static Instant madeAt(JsonNode event) {
        return Instant.parse(event.get("createdAt").asText());
    }

    private static DreamRequest sweepTo(String target, String dreamId) {
        return DreamRequest.newBuilder()
                .setDreamId(dreamId)
                .setInput(SweepSource.newBuilder().build())
                .setModels(List.of("noises"))
                .setObjective(Objective.newBuilder().setTarget(target).build())
                .setIterations(2)
                .build();
    }

    @Test
    void dreamThatAKillInterruptedIsFinishedAfterTheRestartWithoutBeingAskedAgain() throws Exception {
        // Given
        CompletableFuture<CommandRun> waiting = CompletableFuture.supplyAsync(() -> run(
                "dream",
                corpus.resolve("hum/2.wav").toString(),
                "--model",
                "noises",
                "--target",
                "hiss",
                "--iterations",
                "2000",
                "--id",
                "interrupted",
                "--out",
                folder.resolve("kill").toString()));
        awaitEvent("interrupted", "DreamProgress");

        // When
        system.kill();

        // Then
        CommandRun abandoned = waiting.get(30, TimeUnit.SECONDS);
        assertThat(abandoned.status()).isEqualTo(1);
        assertThat(abandoned.err()).contains("stopped before the job was done");
        startSystem();
        awaitEvent("interrupted", "DreamScored");
    }

    @Test
    void modelOfTheStftIsTrainedAndScoresFiles() {
        // Given a data set of STFTs beside the one of mel spectrograms
        CommandRun ingest = run("ingest", corpus.toString(), "--dataset", "noises-stft", "--analysis", "stft");
        assertThat(ingest.status()).as(ingest.err()).isZero();

        // When
        CommandRun misfit = train("noises", "log-stft");
        CommandRun train = train("noises-stft", "log-stft");
        CommandRun score =
                run("score", "--model", "log-stft", corpus.resolve("hum").toString());

        // Then
        assertThat(misfit.status()).isEqualTo(1);
        assertThat(misfit.err()).contains("reverie ingest PATH --dataset noises-stft --analysis stft");
        assertThat(train.status()).as(train.err()).isZero();
        assertThat(lines(train).get(0).get("features").asText()).isEqualTo("LOG_STFT");
        assertThat(score.status()).as(score.err()).isZero();
        assertThat(lines(score))
                .hasSize(SmallCorpus.TRACKS_PER_LABEL)
                .allSatisfy(line -> assertThat(line.get("label").asText()).isEqualTo("hum"));
    }

    private CommandRun train(String dataset, String features) {
        return run(
                "train",
                "--dataset",
                dataset,
                "--model",
                features,
                "--features",
                features,
                "--validation",
                "0",
                "--steps",
                "30",
                "--batch-size",
                "8",
                "--json");
    }

    @Test
    void commandWithoutARunningSystemStartsAndStopsItsOwn() throws Exception {
        // When
        StandaloneProcess ingest = StandaloneProcess.start(
                "ingest", "sweep", "--json", "--data", folder.resolve("alone").toString());
        List<String> printed = ingest.finish();

        // Then
        assertThat(ingest.status()).isZero();
        assertThat(printed).hasSize(1).allMatch(line -> line.startsWith("{\"event\":\"SpectrogramReady\""));
        assertThat(folder.resolve("alone/system.json")).doesNotExist();
    }

    private void startSystem() throws IOException {
        system = StandaloneProcess.up(data);
        JsonNode started = system.nextLine();
        assertThat(started.get("ready").asBoolean()).isTrue();
        cluster = new Cluster(started.get("bootstrapServers").asText());
    }

    private CommandRun run(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString()))
                .toArray(String[]::new);
        return CommandRun.of(all);
    }

    private CommandRun dreamOfSweep(String model, String target) {
        return run(
                "dream",
                "sweep",
                "--model",
                model,
                "--target",
                target,
                "--iterations",
                "2",
                "--out",
                folder.resolve("sweeps").toString());
    }

    private void awaitEvent(String job, String event) throws InterruptedException {
        while (!run("status", job, "--json").out().contains("{\"event\":\"" + event + "\"")) {
            Thread.sleep(200);
        }
    }

    private static List<JsonNode> lines(CommandRun run) {
        return run.out().lines().map(StandaloneIT::read).toList();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError("Not JSON: " + line, e);
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
