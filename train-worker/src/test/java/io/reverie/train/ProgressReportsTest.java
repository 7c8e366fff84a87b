package io.reverie.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import javax.imageio.ImageIO;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.TrainBudget;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.FolderStore;
import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProgressReportsTest {

    private final List<TrainProgress> sent = new ArrayList<>();
    private final LearningCurves curves = new LearningCurves();
    private long now;

    @TempDir
    private Path folder;

    private FolderStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = new FolderStore(folder);
    }

    @Test
    void tellsAtMostOnceASecondAndAtTheEnd() {
        // Given: 50 steps of 100 ms
        ProgressReports reports = reports(50, false);

        // When
        for (int step = 1; step <= 50; step++) {
            now += 100_000_000;
            curves.add(0.5, step);
            reports.afterStep(curves, null);
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
    void tellsAMeasurementAtOnceWithTheStepThatItWasMadeAfter() throws IOException {
        // Given
        ProgressReports reports = reports(100, false);
        curves.add(0.5, 1);
        reports.afterStep(curves, null);

        // When: within the second after the first event
        now += 100_000_000;
        curves.add(0.5, 1);
        reports.afterStep(curves, new Evaluation(2, 4, 0.7, 0.75, 0.5, new int[][] {{1, 0}, {1, 0}}));
        now += 900_000_000;
        curves.add(0.5, 1);
        reports.afterStep(curves, null);
        now += 100_000_000;
        curves.add(0.25, 1);
        reports.afterStep(curves, null);

        // Then
        assertThat(sent).extracting(TrainProgress::getStep).containsExactly(1, 2, 4);
        assertThat(sent).extracting(TrainProgress::getValidationLoss).containsExactly(null, 0.7, null);
        assertThat(sent).extracting(TrainProgress::getValidationAccuracy).containsExactly(null, 0.75, null);
        assertThat(sent).extracting(TrainProgress::getValidationTrackAccuracy).containsExactly(null, 0.5, null);
        assertThat(sent.get(0).getConfusion()).isEmpty();
        assertThat(sent.get(1).getConfusion()).containsExactly(List.of(1, 0), List.of(1, 0));
        assertThat(sent).extracting(TrainProgress::getLearningRate).containsExactly(0.5, 0.5, 0.25);
        // With a picture of the curves, which stays what it is
        assertThat(sent.get(0).getCurves()).isNull();
        assertThat(sent.get(2).getCurves()).isNull();
        Artifact picture = sent.get(1).getCurves();
        assertThat(picture.getContentType()).isEqualTo("image/png");
        assertThat(store.describe(picture.getKey())).isEqualTo(picture);
        try (InputStream in = store.open(picture.getKey())) {
            assertThat(ImageIO.read(in).getWidth()).isEqualTo(960);
        }
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
        return new ProgressReports(request, job, sent::add, store, () -> now);
    }
}
