package io.reverie.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reverie.standalone.command.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** README's first command, as users run it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DemoIT {

    @Test
    void demoDreamsRecordingsInWhichTheScoreHearsTheTarget(@TempDir Path folder) throws Exception {
        // Given
        Path out = folder.resolve("out");
        Path data = folder.resolve("data");

        // When
        StandaloneProcess demo =
                StandaloneProcess.start("demo", "--out", out.toString(), "--data", data.toString(), "--json");
        List<String> printed = demo.finish();

        // Then
        assertThat(demo.status()).isZero();
        assertThat(printed).allMatch(line -> line.startsWith("{\"event\":\""));
        assertThat(printed).filteredOn(line -> line.contains("DreamScored")).hasSize(2);

        // And
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files)
                    .filteredOn(file -> file.toString().endsWith(".wav"))
                    .hasSize(2);
        }
        CommandRun score = CommandRun.of("score", "--model", "demo", out.toString(), "--data", data.toString());
        assertThat(score.status()).as(score.err()).isZero();
        assertThat(score.out().lines()).hasSize(2).allSatisfy(line -> assertThat(
                        new ObjectMapper().readTree(line).get("label").asText())
                .isEqualTo("techno"));
    }
}
