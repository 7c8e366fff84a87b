package io.reverie.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** deploy/try-out as people run it: broker, registry, S3 server and the four workers, each a process of its own. */
class InfrastructureIT {

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aRequestInConfluentsWireFormatBecomesAScoredWavInS3() throws IOException, InterruptedException {
        // Given
        assumeTrue(
                NewestJava.atLeast(ApicurioRegistry.JAVA_VERSION).isPresent(),
                "No Java " + ApicurioRegistry.JAVA_VERSION + " or later for the registry");
        SmallCorpus.write(folder.resolve("music"));
        Path log = folder.resolve("try-out.log");
        ProcessBuilder script = new ProcessBuilder(
                        "../deploy/try-out",
                        folder.resolve("music").toString(),
                        folder.resolve("music/hum/0.wav").toString(),
                        "hiss")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        script.environment().put("REVERIE_NO_BUILD", "1");
        script.environment().put("REVERIE_TRY_OUT", folder.resolve("work").toString());
        script.environment().put("REVERIE_TRY_OUT_STEPS", "20");

        // When
        Process running = script.start();
        int status;
        try {
            status = running.waitFor();
        } finally {
            // It stops what it has started.
            running.destroy();
        }

        // Then
        String said = Files.readString(log);
        assertThat(status).as(said).isZero();
        assertThat(said)
                .containsPattern("schemas +13 subjects registered")
                .containsPattern("asked +try-out-\\d+, in Confluent's wire format: reverie\\.dream\\.requests/\\d/\\d+")
                .containsPattern("fetched +s3://reverie/recordings/\\S+\\.wav, \\d+ bytes, SHA-256 as in the event")
                .containsPattern("before +hiss \\d")
                .containsPattern("after +hiss \\d")
                .contains("every part was a process of its own");
    }
}
