package io.reverie.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.reverie.audio.picture.LineChart;

/**
 * What a training measured as it went on, a row a step: step (from 1), learning rate, training loss, validation loss,
 * validation segment accuracy, validation track accuracy; NaN where it was not measured.
 */
final class LearningCurves {

    /** Columns of the table that an event names: its contract lists them, the accuracy by track is not among them. */
    static final int COLUMNS = 5;

    /** Steps of an epoch, the stretch over which losses are averaged. */
    static final int EPOCH_STEPS = 20;

    private static final int LEARNING_RATE = 1;
    private static final int LOSS = 2;
    private static final int VALIDATION_LOSS = 3;
    private static final int VALIDATION_ACCURACY = 4;
    private static final int VALIDATION_TRACK_ACCURACY = 5;
    private static final int MEASURED = 6;

    private final List<double[]> rows = new ArrayList<>();

    void add(double learningRate, double loss) {
        rows.add(new double[] {rows.size() + 1, learningRate, loss, Double.NaN, Double.NaN, Double.NaN});
    }

    /** Adds what was measured after the last step. */
    void addValidation(double loss, double segmentAccuracy, double trackAccuracy) {
        double[] last = rows.get(rows.size() - 1);
        last[VALIDATION_LOSS] = loss;
        last[VALIDATION_ACCURACY] = segmentAccuracy;
        last[VALIDATION_TRACK_ACCURACY] = trackAccuracy;
    }

    int steps() {
        return rows.size();
    }

    /** Training loss of the last step. */
    double lastLoss() {
        return rows.get(rows.size() - 1)[LOSS];
    }

    /** Learning rate of the last step. */
    double lastLearningRate() {
        return rows.get(rows.size() - 1)[LEARNING_RATE];
    }

    /** Mean training loss of the last steps, an epoch at most. */
    double finalLoss() {
        return meanLoss(Math.max(0, rows.size() - EPOCH_STEPS), rows.size());
    }

    /** The table's rows, each of {@link #COLUMNS} values. */
    List<double[]> rows() {
        return rows.stream().map(row -> Arrays.copyOf(row, COLUMNS)).toList();
    }

    /** Mean training loss of each epoch, over epochs, at its end; the last one may be shorter. */
    List<LineChart.Point> losses() {
        List<LineChart.Point> points = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += EPOCH_STEPS) {
            int to = Math.min(from + EPOCH_STEPS, rows.size());
            points.add(new LineChart.Point((double) to / EPOCH_STEPS, meanLoss(from, to)));
        }
        return points;
    }

    /** Validation loss over epochs, where it was measured. */
    List<LineChart.Point> validationLosses() {
        return measured(VALIDATION_LOSS);
    }

    /** Fraction of the validation segments heard right over epochs, where it was measured. */
    List<LineChart.Point> validationAccuracies() {
        return measured(VALIDATION_ACCURACY);
    }

    /** Fraction of the validation tracks heard right over epochs, where it was measured. */
    List<LineChart.Point> validationTrackAccuracies() {
        return measured(VALIDATION_TRACK_ACCURACY);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(rows.size());
        for (double[] row : rows) {
            for (int column = LEARNING_RATE; column < MEASURED; column++) {
                out.writeDouble(row[column]);
            }
        }
    }

    /** Takes what was written instead of what is there. */
    void read(DataInput in) throws IOException {
        rows.clear();
        int count = in.readInt();
        for (int step = 1; step <= count; step++) {
            add(in.readDouble(), in.readDouble());
            addValidation(in.readDouble(), in.readDouble(), in.readDouble());
        }
    }

    private double meanLoss(int from, int to) {
        return rows.subList(from, to).stream()
                .mapToDouble(row -> row[LOSS])
                .average()
                .orElse(Double.NaN);
    }

    private List<LineChart.Point> measured(int column) {
        return rows.stream()
                .filter(row -> !Double.isNaN(row[column]))
                .map(row -> new LineChart.Point(row[0] / EPOCH_STEPS, row[column]))
                .toList();
    }
}
