package io.reverie.standalone;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Settings that are out of range end the start of the packaged application. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class WrongSettingsIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    reverie.retry.first-delay=0S             | reverie.retry.first-delay must be above 0, but is PT0S
                    reverie.audio.largest-file-megabytes=0   | reverie.audio.largest-file-megabytes must be 1 to 1048576, but is 0
                    reverie.dream.most-iterations=99999      | reverie.dream.most-iterations must be 1 to 10000, but is 99999
                    reverie.backend.kind=gpu                 | reverie.backend.kind must be auto, cpu or cuda, but is gpu
                    reverie.reconstruct.pictures=maybe       | must be true or false, but is maybe
                    """)
    void endTheStartWithTheirKeyAndRange(String setting, String message, @TempDir Path folder) throws Exception {
        assertThat(StandaloneProcess.refusal(folder, setting))
                .contains("reverie up: The workers cannot start: ", setting.split("=")[0], message);
    }
}
