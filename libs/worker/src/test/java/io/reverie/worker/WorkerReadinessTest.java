package io.reverie.worker;

import java.util.Map;

import io.reverie.schemas.Stage;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerReadinessTest {

    private final WorkerStates states = new WorkerStates();
    private final WorkerFacts facts = new WorkerFacts();
    private final WorkerReadiness readiness = new WorkerReadiness(states, facts);

    @Test
    void isReadyWhileEveryStageIsReadyOrBusy() {
        states.ready(Stage.SCORE);
        states.busy(Stage.DREAM, 1, "job dream-1");
        HealthCheckResponse response = readiness.call();
        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(response.getData()).contains(Map.of("score", "READY", "dream", "BUSY: job dream-1"));
    }

    @Test
    void isNotReadyWhileOneStartsOrHasFailed() {
        states.ready(Stage.SCORE);
        states.starting(Stage.DREAM, "reads the models");
        assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(readiness.call().getData().orElseThrow()).containsEntry("dream", "STARTING: reads the models");
        states.failed(Stage.DREAM, "the self-test found another result");
        assertThat(readiness.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    }

    @Test
    void tellsWhatComputes() {
        // Given
        facts.add(Map.of("device", "processor"));
        states.ready(Stage.DREAM);

        // Then
        assertThat(readiness.call().getData()).contains(Map.of("dream", "READY", "device", "processor"));
    }
}
