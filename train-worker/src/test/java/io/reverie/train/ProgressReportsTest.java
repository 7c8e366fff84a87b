package io.reverie.train;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgressReportsTest {

    private final List<TrainProgress> sent = new ArrayList<>();
    private long now;

    @Test
    void tellsAtMostOnceASecondAndAtTheEnd() {
        // Given: 50 steps of 100 ms
        ProgressReports reports = reports(50, false);

        // When
        for (int step = 1; step <= 50; step++) {
            now += 100_000_000;
            reports.afterStep(step, step, null);
        }

        // Then
        assertThat(sent).extracting(TrainProgress::getStep).containsExactly(1, 11, 21, 31, 41, 50);
        assertThat(sent).extracting(TrainProgress::getOf).containsOnly(50);
        assertThat(sent.get(1).getLoss()).isEqualTo(6.5); // steps 2 to 11
        assertThat(sent.get(1).getEpoch()).isEqualTo(0.55);
        assertThat(sent).extracting(TrainProgress::getId).doesNotHaveDuplicates();
        assertThat(sent).extracting(TrainProgress::getRequester).containsOnly("me");
    }

    @Test
    void keepsAMeasurementForTheNextEventAndTellsItOnce() {
        // Given
        ProgressReports reports = reports(100, false);
        reports.afterStep(1, 1, null);

        // When
        reports.afterStep(2, 1, new Evaluation(2, 4, 0.7, 0.75, 0.5, new int[0][]));
        now += 1_000_000_000;
        reports.afterStep(3, 1, null);
        now += 1_000_000_000;
        reports.afterStep(4, 1, null);

        // Then
        assertThat(sent).extracting(TrainProgress::getValidationLoss).containsExactly(null, 0.7, null);
        assertThat(sent).extracting(TrainProgress::getValidationAccuracy).containsExactly(null, 0.75, null);
    }

    @Test
    void endsTheTrainingWhereTheWorkerStops() {
        // Given
        ProgressReports reports = reports(10, true);

        // When, then
        assertThatThrownBy(reports::checkActive).isInstanceOf(JobInterruptedException.class);
    }

    private ProgressReports reports(int steps, boolean stopping) {
        TrainRequest request = Events.request()
                .setRequester("me")
                .setBudget(TrainBudget.newBuilder().setSteps(steps).build())
                .build();
        Job job = new Job("models", "t-1", "ab".repeat(32), new TreeMap<>(), () -> stopping);
        return new ProgressReports(request, job, sent::add, () -> now);
    }
}
