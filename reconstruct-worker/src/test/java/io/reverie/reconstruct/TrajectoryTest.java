package io.reverie.reconstruct;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.reverie.audio.NpyArray;
import io.reverie.audio.picture.LineChart.Point;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.DreamReady;
import io.reverie.worker.FolderStore;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.ArrayArtifacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrajectoryTest {

    private static final String KEY = "dreams/d1/trajectory.npy";

    @TempDir
    Path folder;

    private ArrayArtifacts arrays;

    @BeforeEach
    void setUp() throws IOException {
        arrays = new ArrayArtifacts(new FolderStore(folder));
    }

    @Test
    void windowsCountAsTheyWereAtTheirEnd() throws IOException {
        // Given two windows, one after the other, of which the first stopped after 5 iterations
        ArrayArtifact table = table(
                new double[] {0, 0, -2, 0, 0.25, 0.75},
                new double[] {0, 5, 2, 4, 0.75, 0.25},
                new double[] {1, 0, -4, 0, 0.25, 0.75},
                new double[] {1, 5, -2, 2, 0.25, 0.75},
                new double[] {1, 10, 4, 6, 1, 0});

        // When
        Trajectory trajectory = read(table, Map.of("jazz", 0.1, "blues", 0.9));

        // Then
        assertThat(trajectory.windows()).isEqualTo(2);
        assertThat(trajectory.labels()).containsExactly("blues", "jazz");
        assertThat(trajectory.objectives()).containsExactly(new Point(0, -3), new Point(5, 0), new Point(10, 3));
        assertThat(trajectory.distances()).containsExactly(new Point(0, 0), new Point(5, 3), new Point(10, 5));
        assertThat(trajectory.probabilities(0))
                .containsExactly(new Point(0, 0.25), new Point(5, 0.5), new Point(10, 0.875));
        assertThat(trajectory.probabilities(1))
                .containsExactly(new Point(0, 0.75), new Point(5, 0.5), new Point(10, 0.125));
    }

    @Test
    void anEventThatNamesNoLabelsNumbersThem() throws IOException {
        assertThat(read(table(new double[] {0, 0, 0, 0, 0.5, 0.5}), Map.of()).labels())
                .containsExactly("label 1", "label 2");
    }

    @Test
    void theOrderOfTheFileDoesNotMatter() throws IOException {
        // Given a table in Fortran order: columns after each other
        ArrayArtifact table = arrays.write(
                KEY,
                NpyArray.of(new double[] {0, 0, 0, 5, 1, 2, 3, 4, 0.25, 1}, true, 2, 5),
                List.of("rows", "columns"));

        // When
        Trajectory trajectory = read(table, Map.of("jazz", 1.0));

        // Then
        assertThat(trajectory.objectives()).containsExactly(new Point(0, 1), new Point(5, 2));
        assertThat(trajectory.probabilities(0)).containsExactly(new Point(0, 0.25), new Point(5, 1));
    }

    @Test
    void ofManyLabelsTheTargetAndTheStrongestAreShown() throws IOException {
        // Given
        ArrayArtifact table = table(
                new double[] {0, 0, 0, 0, 0.1, 0.6, 0.05, 0.25, 0}, new double[] {0, 5, 0, 0, 0.7, 0.1, 0.05, 0.15, 0});
        Map<String, Double> heard = new HashMap<>();
        List.of("a", "b", "c", "d", "e").forEach(label -> heard.put(label, 0.2));
        Trajectory trajectory = read(table, heard);

        // When, then
        assertThat(trajectory.shown("e", 3)).containsExactly(0, 1, 4);
        assertThat(trajectory.shown("", 3)).containsExactly(0, 1, 3);
        assertThat(trajectory.shown("e", 12)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatIsNoTrajectoryIsRefused() throws IOException {
        ArrayArtifact noLabels = table(new double[] {0, 0, 0, 0});
        assertThatThrownBy(() -> read(noLabels, Map.of()))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("trajectory.shape");
        ArrayArtifact noNumber = table(new double[] {0, 0, Double.NaN, 0, 1});
        assertThatThrownBy(() -> read(noNumber, Map.of()))
                .isInstanceOf(JobRejectedException.class)
                .hasMessageContaining("not finite");
    }

    private ArrayArtifact table(double[]... rows) throws IOException {
        return arrays.writeTable(KEY, List.of(rows), rows[0].length, "rows");
    }

    private Trajectory read(ArrayArtifact table, Map<String, Double> heard) throws IOException {
        DreamReady event = new DreamReady();
        event.setTrajectory(table);
        event.setHeard(heard);
        return Trajectory.read(arrays, event);
    }
}
