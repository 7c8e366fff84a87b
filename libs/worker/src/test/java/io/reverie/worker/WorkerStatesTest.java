package io.reverie.worker;

import io.reverie.schemas.Stage;
import io.reverie.worker.WorkerStates.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WorkerStatesTest {

    private final WorkerStates states = new WorkerStates();

    @Test
    void aJobOnItsWayStaysWhatTheStageDoes() {
        states.busy(Stage.DREAM, 1, "job dream-1");
        states.starting(Stage.DREAM, "tests the device");
        states.ready(Stage.DREAM);
        assertThat(status()).isEqualTo(Status.BUSY);
        states.idle(Stage.DREAM, 1);
        assertThat(status()).isEqualTo(Status.READY);
    }

    @Test
    void staysBusyUntilTheLastOfItsJobsIsOver() {
        // Given two jobs at once
        states.busy(Stage.DREAM, 1, "job dream-1");
        states.busy(Stage.DREAM, 2, "job dream-2");
        assertThat(states.all().get(Stage.DREAM).reason()).isEqualTo("job dream-1; job dream-2");

        // When one is over, and another record that never became a job
        states.idle(Stage.DREAM, 1);
        states.idle(Stage.DREAM, 3);

        // Then
        assertThat(states.all().get(Stage.DREAM).reason()).isEqualTo("job dream-2");
        assertThat(status()).isEqualTo(Status.BUSY);
        states.idle(Stage.DREAM, 2);
        assertThat(status()).isEqualTo(Status.READY);
    }

    @Test
    void theEndOfAJobDoesNotHideAFailure() {
        states.busy(Stage.DREAM, 1, "job dream-1");
        states.failed(Stage.DREAM, "the device is gone");
        states.idle(Stage.DREAM, 1);
        assertThat(status()).isEqualTo(Status.FAILED);
    }

    @Test
    void takesJobsUnlessItStartsOrHasFailed() {
        assertThat(states.takesJobs(Stage.DREAM)).isTrue();
        states.starting(Stage.DREAM, "tests the device");
        assertThat(states.takesJobs(Stage.DREAM)).isFalse();
        states.ready(Stage.DREAM);
        assertThat(states.takesJobs(Stage.DREAM)).isTrue();
        states.failed(Stage.DREAM, "no device");
        assertThat(states.takesJobs(Stage.DREAM)).isFalse();
    }

    @Test
    void refusesAFailureWithoutReason() {
        assertThatThrownBy(() -> states.failed(Stage.DREAM, null)).hasMessage("reason");
    }

    private Status status() {
        return states.all().get(Stage.DREAM).status();
    }
}
