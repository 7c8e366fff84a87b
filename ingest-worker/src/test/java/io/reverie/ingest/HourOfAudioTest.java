package io.reverie.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class HourOfAudioTest {

    @TempDir
    Path folder;

    @Test
    void anHourOfAudioFitsInto256Megabytes() throws IOException, InterruptedException {
        // Given a process with little memory: the hour's samples alone would take 318 MB
        ProcessBuilder program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HourOfAudioProgram.class.getName(),
                        folder.resolve("store").toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);

        // When
        Process process = program.start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        // Then
        assertThat(process.exitValue()).isZero();
        assertThat(output).startsWith("[128, 310079] ");
        assertThat(folder.toFile().list()).containsExactly("store");
    }
}
