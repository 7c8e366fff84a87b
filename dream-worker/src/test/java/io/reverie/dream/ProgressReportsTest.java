package io.reverie.dream;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.reverie.dream.engine.DreamReport;
import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamRequest;
import io.reverie.worker.Job;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressReportsTest {

    @Test
    void reportsAtOnceAndThenAtMostOnceInTheIntervalAskedFor() {
        // Given half a second between reports, and a clock by hand
        long[] now = {1_000};
        List<DreamProgress> sent = new ArrayList<>();
        DreamRequest request = DreamFixture.request("inputs/x.wav")
                .setProgressSeconds(0.5)
                .setRequester("someone")
                .build();
        Job job = new Job("dreams", "dream", "0".repeat(64), new TreeMap<>());
        ProgressReports reports = new ProgressReports(request, job, DreamFixture.LABELS, sent::add, () -> now[0]);

        // When the engine asks every 0.2 s
        for (int i = 0; i < 10; i++) {
            if (reports.wantsReport()) {
                reports.report(new DreamReport(i, 10, 0.5, new double[] {0.2, 0.7, 0.1}, 3));
            }
            now[0] += 200_000_000;
        }

        // Then
        assertThat(sent).extracting(DreamProgress::getIteration).containsExactly(0, 3, 6, 9);
        assertThat(sent).extracting(DreamProgress::getId).doesNotHaveDuplicates();
        assertThat(sent.get(1).getActivations()).containsEntry("wild", 0.7);
        assertThat(sent.get(1).getRequester()).isEqualTo("someone");
        assertThat(sent.get(1).getOf()).isEqualTo(10);
    }
}
