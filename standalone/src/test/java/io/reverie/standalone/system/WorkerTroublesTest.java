package io.reverie.standalone.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerTroublesTest {

    private final List<String> notices = new ArrayList<>();
    private final WorkerTroubles troubles = new WorkerTroubles(notices::add);

    @Test
    void nothingIsSaidOfWorkersThatWork() throws IOException {
        troubles.look(health("READY"));
        troubles.look(health("BUSY: job t-1"));
        troubles.look(health("STARTING: tests the device"));
        troubles.look("{\"status\": \"UP\", \"checks\": []}");
        assertThat(notices).isEmpty();
    }

    @Test
    void eachReasonIsToldOnce() throws IOException {
        // Given a job that is tried again and again, every time with another unfinished file
        troubles.look(health(full("0b0e7e0c-7d7f-4d9c-9a3e-0123456789ab")));
        troubles.look(health("BUSY: job t-1"));
        troubles.look(health(full("ffffffff-7d7f-4d9c-9a3e-0123456789ab")));

        // Then
        assertThat(notices)
                .containsExactly("reverie: train: BUSY: job t-1 cannot go on and is tried again: java.io.IOException: "
                        + "models/.0b0e7e0c-7d7f-4d9c-9a3e-0123456789ab: No space left on device");

        // When the reason changes
        troubles.look(health("BUSY: job t-1 cannot go on and is tried again: java.io.IOException: Stale file handle"));

        // Then
        assertThat(notices).hasSize(2).last().asString().endsWith("Stale file handle");
    }

    @Test
    void aStageThatTakesNoJobsIsTold() throws IOException {
        troubles.look(health("FAILED: the self-test found another result"));
        assertThat(notices).containsExactly("reverie: train: FAILED: the self-test found another result");
    }

    private static String full(String file) {
        return "BUSY: job t-1 cannot go on and is tried again: java.io.IOException: models/." + file
                + ": No space left on device";
    }

    private static String health(String train) {
        return "{\"status\": \"UP\", \"checks\": ["
                + "{\"name\": \"SmallRye Reactive Messaging\", \"status\": \"UP\", \"data\": {\"x\": \"[OK]\"}},"
                + "{\"name\": \"reverie\", \"status\": \"UP\", \"data\": {\"train\": \"" + train + "\"}}]}";
    }
}
