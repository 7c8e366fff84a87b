package io.reverie.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

import io.reverie.audio.picture.LineChart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LearningCurvesTest {

    private final LearningCurves curves = new LearningCurves();

    @BeforeEach
    void addTwoEpochs() {
        for (int step = 1; step <= 2 * LearningCurves.EPOCH_STEPS; step++) {
            curves.add(0.01, 1.0 / step);
        }
        curves.addValidation(0.7, 0.75, 0.5);
    }

    @Test
    void accuraciesBySegmentAndByTrackAreCurvesOverEpochs() {
        assertThat(curves.validationAccuracies()).containsExactly(new LineChart.Point(2, 0.75));
        assertThat(curves.validationTrackAccuracies()).containsExactly(new LineChart.Point(2, 0.5));
        assertThat(curves.validationLosses()).containsExactly(new LineChart.Point(2, 0.7));
    }

    @Test
    void theTableHasTheColumnsOfTheContract() {
        assertThat(curves.rows()).hasSize(40).allSatisfy(row -> assertThat(row).hasSize(5));
        assertThat(curves.rows().get(39)).containsExactly(40, 0.01, 1.0 / 40, 0.7, 0.75);
        assertThat(curves.rows().get(0)).containsExactly(1, 0.01, 1, Double.NaN, Double.NaN);
    }

    @Test
    void whatWasWrittenIsReadWhole() throws IOException {
        // Given
        byte[] written = written(curves);
        LearningCurves read = new LearningCurves();
        read.add(1, 1);

        // When
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(written));
        read.read(in);

        // Then
        assertThat(in.available()).isZero();
        assertThat(written(read)).isEqualTo(written);
        assertThat(read.validationTrackAccuracies()).isEqualTo(curves.validationTrackAccuracies());
    }

    private static byte[] written(LearningCurves curves) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        curves.write(new DataOutputStream(out));
        return out.toByteArray();
    }
}
