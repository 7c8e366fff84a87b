package io.reverie.train;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import io.reverie.audio.picture.CountMatrix;
import io.reverie.audio.picture.LineChart;

/** What a training measured, as PNG pictures. */
final class TrainingPictures {

    static final String CONTENT_TYPE = "image/png";

    private TrainingPictures() {}

    /** Losses and accuracies over epochs. The training loss is that of the augmented segments with smoothed targets. */
    static void writeCurves(OutputStream out, String model, LearningCurves curves) throws IOException {
        LineChart.write(
                out,
                "Learning curves of " + model,
                "Epoch (" + LearningCurves.EPOCH_STEPS + " steps)",
                List.of(
                        new LineChart.Panel(
                                "Loss (nats)",
                                0,
                                List.of(
                                        new LineChart.Series("training, augmented", curves.losses()),
                                        new LineChart.Series("validation", curves.validationLosses()))),
                        new LineChart.Panel(
                                "Accuracy",
                                1,
                                List.of(
                                        new LineChart.Series("validation segments", curves.validationAccuracies()),
                                        new LineChart.Series(
                                                "validation tracks", curves.validationTrackAccuracies())))));
    }

    /** The validation tracks by true and heard label. */
    static void writeConfusion(OutputStream out, String model, List<String> labels, Measurement measurement)
            throws IOException {
        CountMatrix.write(
                out,
                "What " + model + " hears",
                measurement.evaluation().tracks() + " validation tracks after step " + measurement.step(),
                "True label",
                "Heard label",
                labels,
                measurement.evaluation().confusion());
    }
}
