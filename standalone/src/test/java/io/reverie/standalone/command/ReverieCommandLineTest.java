package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReverieCommandLineTest {

    @TempDir
    private Path folder;

    @Test
    void helpNamesEveryCommandAndShowsExamples() {
        // When
        CommandRun run = CommandRun.of("--help");

        // Then
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "demo",
                        "up",
                        "ingest",
                        "train",
                        "dream",
                        "score",
                        "reconstruct",
                        "picture",
                        "put",
                        "get",
                        "send",
                        "models",
                        "status",
                        "cancel",
                        "failures",
                        "retry",
                        "gc",
                        "topics",
                        "schemas")
                .contains("Examples:")
                .contains("Exit status");
    }

    @Test
    void versionComesFromTheBuild() {
        assertThat(CommandRun.of("--version").out()).startsWith("reverie ").doesNotContain("${");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "topics",
                "schemas",
                "schemas register",
                "schemas register --registry registry:8080",
                "models --registry http://registry:8080",
                "ingest",
                "train --dataset a",
                "dream a.wav --model m",
                "dream a.wav --model m --target t --way sideways",
                "train --dataset a --model m --steps many",
                "train --dataset a --model m --validation 0.1 --validation-pattern x",
                "ingest sweep --hop 0",
                "reconstruct a.npy",
                "picture a.wav",
                "picture a.wav --parts --with b.wav --out c.png",
                "up --kafka-port high",
                "dream song.wav --model m --target t --to-hz 400",
                "ingest songs --dataset d --seconds 4",
                "failures --limit 0",
                "failures --stage nowhere",
                "retry",
                "retry --all",
                "gc --older-than soon",
                "retry job --all --code undecodable",
                "retry job --stage dream"
            })
    void wrongUsageIsOneLineAndStatusTwo(String arguments) {
        // When
        CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        // Then
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("reverie").contains("--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--steps -5|--steps is -5; allowed: 1 to 100000",
                "--batch-size 1|--batch-size is 1; allowed: 2 to 256",
                "--learning-rate 0|--learning-rate is 0.0; allowed: above 0 and at most 1",
                "--label-smoothing 0.6|--label-smoothing is 0.6; allowed: 0.0 to 0.5",
                "--widths 8|--widths is [8]; allowed: 2 to 6 numbers",
                "--validation 1|--validation is 1.0; allowed: 0",
                "--validation-pattern (|--validation-pattern is '(', which is none: Unclosed group at index 1",
                "--group x|--group is 'x', which has 0 groups; allowed: a regular expression with one group",
                "--momentum 0.5|--momentum has no effect without --optimiser sgd",
                "--momentum 0.5 --optimiser adamw|--momentum has no effect without --optimiser sgd",
                "--decay-steps 7|--decay-steps has no effect without --schedule step",
                "--decay-factor 0.5 --schedule cosine|--decay-factor has no effect without --schedule step"
            })
    void trainingsOutOfRangeAreWrongUsageBeforeAnythingStarts(String options, String message) {
        // When
        Path data = folder.resolve("data");
        CommandRun run = CommandRun.of(("train --dataset d --model m --data " + data + " " + options).split(" "));

        // Then
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("reverie train: " + message);
        assertThat(data).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--iterations 0|--iterations is 0; allowed: 1 to ",
                "--masks 17|--masks is 17; allowed: 0 to 16",
                "--noise-bed 3|--noise-bed is 3.0; allowed: -120.0 to 0.0",
                "--max-distance -1|--max-distance is -1.0; allowed: above 0",
                "--phase-iterations -1|--phase-iterations is -1",
                "--bits 20|--bits is 20; allowed: 16 or 24",
                "--judge m|--judge is [m]; allowed: models that take no part in the dream"
            })
    void dreamsOutOfRangeAreWrongUsageBeforeAnythingStarts(String options, String message) {
        // When
        Path data = folder.resolve("data");
        CommandRun run = CommandRun.of(("dream sweep --model m --target t --data " + data + " " + options).split(" "));

        // Then
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("reverie dream: " + message);
        assertThat(data).doesNotExist();
    }

    @Test
    void helpOfTrainSaysWhenItValidatesAndWhatIsAllowed() {
        assertThat(CommandRun.of("train", "--help").out().replaceAll("\\s+", " "))
                .contains("heard every 100 steps and after the last", "20 steps as an epoch")
                .contains("1 to 100000 (800)", "2 to 256 (16)", "0 to 0.99 (0.9)", "2 to 6 numbers from 1 to 1024");
    }

    @Test
    void wrongChoiceSaysWhatIsAllowed() {
        CommandRun run = CommandRun.of("dream", "a.wav", "--model", "m", "--target", "t", "--update", "wild");

        assertThat(run.err()).contains("'wild' is none of free, additive, subtractive");
    }

    @Test
    void missingFileIsOneLineAndStatusOne() {
        // When
        CommandRun run = CommandRun.of("dream", "nowhere.wav", "--model", "m", "--target", "t");

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("reverie dream: There is no file nowhere.wav");
    }

    @Test
    void folderWithoutAudioIsRefusedBeforeAnythingStarts() throws IOException {
        // Given
        Path data = folder.resolve("data");
        Path empty = Files.createDirectory(folder.resolve("empty"));

        // When
        CommandRun run = CommandRun.of("ingest", empty.toString(), "--data", data.toString());

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("has no audio", ".wav");
        assertThat(data).doesNotExist();
    }

    @Test
    void scoreSaysThatThereIsNoModel() throws IOException {
        // Given
        Path wav = Files.createFile(folder.resolve("a.wav"));

        // When
        CommandRun run = CommandRun.of("score", "--model", "m", wav.toString(), "--store", folder + "/store");

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("reverie score: There is no model m; `reverie train` makes one");
    }

    @Test
    void stackTraceIsPrintedOnlyWhenAskedFor() {
        // When
        CommandRun quiet = CommandRun.of("put", "nowhere");
        CommandRun verbose = CommandRun.of("put", "nowhere", "--verbose");

        // Then
        assertThat(quiet.err()).doesNotContain("\tat ");
        assertThat(verbose.err()).contains("\tat io.reverie");
    }

    @Test
    void unreachableClusterIsOneLineAndStatusOne() {
        // When
        CommandRun run = CommandRun.of("models", "--bootstrap", "127.0.0.1:1", "--store", folder.toString());

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).containsExactly("reverie models: No Kafka answers at 127.0.0.1:1");
    }

    @Test
    void whatWasPutCanBeGot() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("a.txt"), "content");
        String key = CommandRun.of("put", file.toString(), "--data", folder + "/data")
                .out()
                .strip();
        Path got = folder.resolve("new/b.txt");

        // When
        CommandRun run = CommandRun.of("get", key, "--data", folder + "/data", "--out", got.toString());

        // Then
        assertThat(run.status()).isZero();
        assertThat(run.out().strip()).isEqualTo(got.toString());
        assertThat(got).hasContent("content");
    }

    @Test
    void whatIsNotInTheStoreIsNotGot() {
        CommandRun run = CommandRun.of("get", "recordings/x/dream.wav", "--data", folder + "/data");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("There is no artifact recordings/x/dream.wav in the store");
    }

    @Test
    void putStoresUnderTheHashAndTheNameAndDescribes() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("a:b.wav"), "hello");
        String key = "inputs/2cf24dba5fb0a30e26e83b2ac5b9e29e/a_b.wav";

        // When
        CommandRun plain = CommandRun.of("put", file.toString(), "--data", folder + "/data");
        CommandRun again = CommandRun.of("put", file.toString(), "--data", folder + "/data", "--json");

        // Then
        assertThat(plain.out().strip()).isEqualTo(key);
        assertThat(folder.resolve("data/store").resolve(key)).hasContent("hello");
        assertThat(again.out())
                .startsWith("{\"event\":\"Artifact\",\"key\":\"" + key + "\",\"contentType\":\"audio/wav\",\"bytes\":5")
                .contains("\"path\":\"/");
    }
}
