package io.reverie.reconstruct;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.reverie.audio.NpyArray;
import io.reverie.audio.picture.LineChart;
import io.reverie.schemas.DreamReady;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.ArrayArtifacts;

/**
 * What the first model heard on the way of a dream, as the mean over its windows. A window that stopped early counts as it
 * was at its end.
 *
 * @param labels of the probabilities, in their order
 * @param windows how many the mean is over
 * @param means rows of iteration, objective, distance in dB, probability of each label; iterations rise
 */
record Trajectory(List<String> labels, int windows, List<double[]> means) {

    private static final String FIELD = "trajectory";
    private static final int WINDOW = 0;
    private static final int ITERATION = 1;
    private static final int COLUMNS_BEFORE_LABELS = 4;

    /** Columns of the means: as those of the array, without the window. */
    private static final int OBJECTIVE = 1;

    private static final int DISTANCE = 2;
    private static final int FIRST_LABEL = 3;

    /** Rejects an array that is no trajectory of a model with labels. */
    static Trajectory read(ArrayArtifacts arrays, DreamReady event) throws IOException {
        NpyArray array = arrays.read(event.getTrajectory(), FIELD);
        long[] shape = array.shape();
        if (shape.length != 2 || shape[0] < 1 || shape[1] <= COLUMNS_BEFORE_LABELS) {
            throw JobRejectedException.invalidValue(
                    FIELD + ".shape", event.getTrajectory().getShape(), "[rows, 4 + labels]");
        }
        List<double[]> rows = rows(array);
        rows.sort(Comparator.comparingDouble(row -> row[ITERATION]));
        int windows =
                (int) rows.stream().mapToDouble(row -> row[WINDOW]).distinct().count();
        return new Trajectory(labels(event, (int) shape[1] - COLUMNS_BEFORE_LABELS), windows, means(rows));
    }

    /** The labels that are shown where there are more than so many: the target, and those that were heard most. */
    List<Integer> shown(String target, int most) {
        return IntStream.range(0, labels.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        label -> labels.get(label).equals(target) ? Double.NEGATIVE_INFINITY : -highest(label)))
                .limit(most)
                .sorted()
                .toList();
    }

    List<LineChart.Point> probabilities(int label) {
        return column(FIRST_LABEL + label);
    }

    List<LineChart.Point> objectives() {
        return column(OBJECTIVE);
    }

    /** In dB. */
    List<LineChart.Point> distances() {
        return column(DISTANCE);
    }

    private double highest(int label) {
        return means.stream().mapToDouble(row -> row[FIRST_LABEL + label]).max().orElse(0);
    }

    private List<LineChart.Point> column(int column) {
        return means.stream()
                .map(row -> new LineChart.Point(row[0], row[column]))
                .toList();
    }

    /**
     * The columns are in the order of the model's labels, which training sorts. Events from before there was {@code heard}
     * do not name them.
     */
    private static List<String> labels(DreamReady event, int count) {
        TreeSet<String> sorted = new TreeSet<>(event.getHeard().keySet());
        return sorted.size() == count
                ? List.copyOf(sorted)
                : IntStream.rangeClosed(1, count)
                        .mapToObj(label -> "label " + label)
                        .toList();
    }

    private static List<double[]> rows(NpyArray array) {
        double[] values = array.doubles();
        int count = (int) array.shape()[0];
        int columns = (int) array.shape()[1];
        List<double[]> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            double[] cells = new double[columns];
            for (int column = 0; column < columns; column++) {
                // As float32: whatever is finite there has an axis.
                cells[column] = (float) values[array.fortranOrder() ? column * count + row : row * columns + column];
                if (!Double.isFinite(cells[column])) {
                    throw JobRejectedException.invalidValue(
                            FIELD, "a table with a value that is not finite", "finite values");
                }
            }
            rows.add(cells);
        }
        return rows;
    }

    /** The sums change by what each row differs from the one before of its window: linear in the rows. */
    private static List<double[]> means(List<double[]> rows) {
        int columns = rows.get(0).length;
        Map<Double, double[]> latest = new HashMap<>();
        double[] sums = new double[columns];
        List<double[]> means = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.get(i);
            double[] before = latest.put(row[WINDOW], row);
            for (int column = ITERATION + 1; column < columns; column++) {
                sums[column] += row[column] - (before == null ? 0 : before[column]);
            }
            if (i + 1 == rows.size() || rows.get(i + 1)[ITERATION] > row[ITERATION]) {
                double[] mean = new double[columns - 1];
                mean[0] = row[ITERATION];
                for (int column = ITERATION + 1; column < columns; column++) {
                    mean[column - 1] = sums[column] / latest.size();
                }
                means.add(mean);
            }
        }
        return means;
    }
}
