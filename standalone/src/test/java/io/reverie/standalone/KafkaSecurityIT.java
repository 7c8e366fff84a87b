package io.reverie.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.reverie.schemas.Topic;
import io.reverie.schemas.TopicManifest;
import io.reverie.standalone.command.CommandRun;
import io.reverie.standalone.kafka.ObservedAuthorizer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged workers and the command line on a broker with TLS, passwords and the rights of docs/operations.md alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KafkaSecurityIT {

    private static final byte[] NONSENSE = "nonsense".getBytes(StandardCharsets.UTF_8);

    private Path folder;
    private SecuredSystem system;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        SmallCorpus.write(folder.resolve("corpus"));
        system = SecuredSystem.start(folder);
        succeed("ingest", folder.resolve("corpus").toString(), "--dataset", "noises");
        train("noises");
    }

    @AfterAll
    void stop() throws Exception {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void everythingIsDoneWithTheDocumentedRightsAndNeedsAllOfThem() throws Exception {
        // Given
        ObservedAuthorizer.forgetDenied();
        long before = deadLetters();

        // When every command is used, and every topic of requests has one that fails
        CommandRun dream = dream("first");
        CommandRun refused =
                system.run("dream", "sweep", "--seconds", "2", "--model", "nobody", "--target", "hiss", "--bulk");
        succeed("models");
        succeed("status", "first");
        succeed("cancel", "first");
        succeed("gc", "--dry-run");
        List<Topic> deadLetterTopics = TopicManifest.load().deadLetterTopics();
        deadLetterTopics.forEach(topic -> send(source(topic)));
        await(() -> deadLetters() == before + 1 + deadLetterTopics.size());
        succeed("retry", "--all", "--code", "undecodable");

        // Then
        assertThat(dream.status()).as(dream.err()).isZero();
        assertThat(refused.err()).contains("[unknown-model]");
        assertThat(ObservedAuthorizer.denied()).isEmpty();
        assertThat(used()).containsExactlyInAnyOrderElementsOf(system.rights());
    }

    @Test
    void workerThatLacksARightSaysWhichAndDoesTheJobOnceItIsGranted() throws Exception {
        // Given
        List<Right> missing = List.of(
                right("ingest", "Write", "reverie.spectrograms"),
                right("train", "Read", "reverie.spectrograms"),
                right("dream", "Write", "reverie.failures"),
                right("dream", "Write", "reverie.dream.requests.dlq"),
                right("reconstruct", "Write", "reverie.recordings"));
        long letters = count("reverie.dream.requests.dlq");
        long failures = count("reverie.failures");
        for (Right right : missing) {
            system.withdraw(right);
        }

        // When
        send("reverie.dream.requests");
        List<CompletableFuture<CommandRun>> jobs = List.of(
                inBackground(() -> ingest("hum/0.wav")),
                inBackground(() -> train("late")),
                inBackground(() -> dream("late")));
        for (Right right : missing) {
            awaitSaid(right);
            system.grant(right);
        }

        // Then
        assertThat(jobs).allSatisfy(job -> {
            CommandRun run = job.get(2, TimeUnit.MINUTES);
            assertThat(run.status()).as(run.err()).isZero();
        });
        await(() -> count("reverie.dream.requests.dlq") == letters + 1);
        await(() -> count("reverie.failures") == failures + 1);
    }

    @Test
    void workerWithAWrongPasswordIsNotReadyAndTheJobIsDoneOnceItIsStartedWithTheRightOne() throws Exception {
        // Given
        system.startWorker("ingest", "wrong");

        // When
        CompletableFuture<CommandRun> job = inBackground(() -> ingest("hum/1.wav"));

        // Then
        await(() -> system.worker("ingest").log().contains("Authentication failed"));
        await(() -> system.worker("ingest").health("ready").contains("\"ingest-requests\": \"[KO]"));

        // When it is right, but the worker may not join its group
        Right group = new Right(SecuredSystem.user("ingest"), "Read", "group", "reverie-ingest");
        system.withdraw(group);
        system.startWorker("ingest", SecuredSystem.password(SecuredSystem.user("ingest")));

        // Then
        await(() -> system.worker("ingest").log().contains("Not authorized to access group: reverie-ingest"));
        assertThat(job).isNotDone();

        // When
        system.grant(group);

        // Then
        CommandRun run = job.get(2, TimeUnit.MINUTES);
        assertThat(run.status()).as(run.err()).isZero();
    }

    @Test
    void commandsSayInOneLineWhatKafkaRefuses() throws Exception {
        // When
        CommandRun password = system.runAs(SecuredSystem.client("models"), "wrong", "models");
        CommandRun right = system.runAs(
                SecuredSystem.client("models"),
                SecuredSystem.password(SecuredSystem.client("models")),
                "status",
                "first");

        // Then
        assertThat(password.status()).isEqualTo(1);
        assertThat(password.err().lines()).hasSize(1);
        assertThat(password.err()).contains("Kafka refuses: Authentication failed");
        assertThat(right.status()).isEqualTo(1);
        assertThat(right.err().lines()).hasSize(1);
        assertThat(right.err()).contains("Kafka refuses: Not authorized to access topics: [reverie.");
    }

    private CommandRun ingest(String file) throws IOException {
        return system.run("ingest", folder.resolve("corpus").resolve(file).toString());
    }

    private CommandRun train(String model) throws IOException {
        return succeed(
                "train", "--dataset", "noises", "--expect", "8", "--model", model, "--steps", "5", "--batch-size", "8");
    }

    private CommandRun dream(String id) throws IOException {
        return system.run(
                "dream",
                "sweep",
                "--seconds",
                "2",
                "--model",
                "noises",
                "--target",
                "hiss",
                "--iterations",
                "3",
                "--id",
                id,
                "--out",
                folder.resolve("out").toString());
    }

    private CommandRun succeed(String... arguments) throws IOException {
        CommandRun run = system.run(arguments);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    /** What users did, but the administrator; Read and Write imply Describe. */
    private static Set<Right> used() {
        return ObservedAuthorizer.allowed().stream()
                .map(Right::of)
                .filter(right -> right.user().contains("-"))
                .filter(right -> !right.operation().equals("Describe"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Right right(String kind, String operation, String topic) {
        return new Right(SecuredSystem.user(kind), operation, "topic", topic);
    }

    private void awaitSaid(Right missing) throws Exception {
        String kind = missing.user().substring("reverie-".length());
        await(() -> system.worker(kind).log().contains("Not authorized to access topics: [" + missing.name() + "]"));
    }

    private static String source(Topic deadLetters) {
        return deadLetters.name().substring(0, deadLetters.name().length() - Topic.DEAD_LETTER_SUFFIX.length());
    }

    private void send(String topic) {
        try (KafkaProducer<byte[], byte[]> producer = system.cluster().producer()) {
            producer.send(new ProducerRecord<>(topic, NONSENSE));
        }
    }

    private long count(String topic) {
        return system.cluster().records(topic).size();
    }

    private long deadLetters() throws IOException {
        return succeed("failures", "--json")
                .out()
                .lines()
                .filter(line -> line.contains("\"deadLetter\":{"))
                .count();
    }

    private static CompletableFuture<CommandRun> inBackground(Callable<CommandRun> command) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return command.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
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
