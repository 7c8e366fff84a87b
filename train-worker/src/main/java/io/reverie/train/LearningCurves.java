package io.reverie.train;

import java.util.ArrayList;
import java.util.List;

/**
 * What a training measured as it went on, a row a step: step (from 1), learning rate, training loss, validation loss,
 * validation segment accuracy; NaN where it was not measured.
 */
final class LearningCurves {

    /** Columns of a row. */
    static final int COLUMNS = 5;

    /** Steps of an epoch, the stretch over which losses are averaged. */
    static final int EPOCH_STEPS = 20;

    private final List<double[]> rows = new ArrayList<>();

    void add(double learningRate, double loss) {
        rows.add(new double[] {rows.size() + 1, learningRate, loss, Double.NaN, Double.NaN});
    }

    /** Adds what was measured after the last step. */
    void addValidation(double loss, double segmentAccuracy) {
        double[] last = rows.get(rows.size() - 1);
        last[3] = loss;
        last[4] = segmentAccuracy;
    }

    int steps() {
        return rows.size();
    }

    /** Training loss of the last step. */
    double lastLoss() {
        return rows.get(rows.size() - 1)[2];
    }

    /** Mean training loss of the last steps, an epoch at most. */
    double finalLoss() {
        return rows.subList(Math.max(0, rows.size() - EPOCH_STEPS), rows.size()).stream()
                .mapToDouble(row -> row[2])
                .average()
                .orElse(Double.NaN);
    }

    /** The rows, each of {@link #COLUMNS} values. */
    List<double[]> rows() {
        return List.copyOf(rows);
    }
}
