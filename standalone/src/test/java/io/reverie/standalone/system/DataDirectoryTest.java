package io.reverie.standalone.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DataDirectoryTest {

    private static final RunningSystem SYSTEM = new RunningSystem(1, "127.0.0.1:9092", "http://127.0.0.1:8080");

    @TempDir
    private Path folder;

    private DataDirectory directory;

    @BeforeEach
    void setUp() {
        directory = new DataDirectory(folder.resolve("data"));
    }

    @Test
    void folderIsLaidOutAsDescribed() {
        assertThat(directory.kafka()).isEqualTo(folder.resolve("data/kafka"));
        assertThat(directory.store()).isEqualTo(folder.resolve("data/store"));
        assertThat(directory.logFile()).isEqualTo(folder.resolve("data/logs/reverie.log"));
    }

    @Test
    void nothingRunsOnAFolderThatIsNotThere() throws IOException {
        assertThat(directory.isClaimed()).isFalse();
        assertThat(directory.running()).isEmpty();
    }

    @Test
    void claimIsGivenBack() throws IOException {
        // Given
        try (DataDirectory.Claim claim = directory.claim().orElseThrow()) {
            claim.announce(SYSTEM);
            assertThat(directory.root().resolve("system.json")).exists();
        }

        // Then
        assertThat(directory.root().resolve("system.json")).doesNotExist();
        assertThat(directory.claim()).isPresent();
    }

    @Test
    void announcementOfAnotherProcessIsReadWhileItLivesAndStaleAfterItWasKilled() throws Exception {
        // Given
        Process other = otherProcess();
        assertThat(other.getInputStream().read()).isEqualTo('k');

        // Then
        assertThat(directory.isClaimed()).isTrue();
        assertThat(directory.claim()).isEmpty();
        assertThat(directory.running()).contains(SYSTEM);

        // When
        other.destroyForcibly();
        assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();

        // Then
        assertThat(directory.root().resolve("system.json")).exists();
        assertThat(directory.isClaimed()).isFalse();
        assertThat(directory.running()).isEmpty();
        try (DataDirectory.Claim claim = directory.claim().orElseThrow()) {
            assertThat(directory.root().resolve("system.json")).doesNotExist();
        }
    }

    private Process otherProcess() throws IOException {
        Files.createDirectories(directory.root());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Claimant.class.getName(),
                        directory.root().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Claims a folder and holds it until it is killed. */
    static final class Claimant {

        private Claimant() {}

        public static void main(String[] arguments) throws Exception {
            DataDirectory.Claim claim =
                    new DataDirectory(Path.of(arguments[0])).claim().orElseThrow();
            claim.announce(SYSTEM);
            System.out.print('k');
            System.out.flush();
            Thread.sleep(60_000);
            claim.close();
        }
    }
}
