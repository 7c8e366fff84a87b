package io.reverie.reconstruct;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;

import io.reverie.audio.picture.LineChart;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.DreamRequest;

/** The activation of every label over the iterations of a dream, with the objective and the distance below, as PNG. */
final class ActivationChart {

    private static final int HIGH = 320;
    private static final int LOW = 130;

    private ActivationChart() {}

    static void write(OutputStream out, DreamReady event, Dream dream, Trajectory trajectory) throws IOException {
        DreamRequest request = event.getRequest();
        String target = request.getObjective().getTarget();
        List<Integer> shown = trajectory.shown(target, LineChart.MOST_SERIES);
        List<LineChart.Series> activations = shown.stream()
                .map(label -> new LineChart.Series(
                        trajectory.labels().get(label),
                        trajectory.probabilities(label),
                        trajectory.labels().get(label).equals(target)))
                .toList();
        String objective = request.getObjective().getKind().name().toLowerCase(Locale.ROOT);
        LineChart.write(
                out,
                "Activations of " + dream.summary(),
                axisTitle(trajectory, shown.size()),
                List.of(
                        new LineChart.Panel(heardBy(event), 1, HIGH, activations),
                        new LineChart.Panel(
                                "Objective", 0, LOW, List.of(new LineChart.Series(objective, trajectory.objectives()))),
                        new LineChart.Panel(
                                "Distance (dB)",
                                0,
                                LOW,
                                List.of(new LineChart.Series("to the input, estimated", trajectory.distances())))));
    }

    private static String heardBy(DreamReady event) {
        return event.getModels().isEmpty()
                ? "Probability"
                : "Probability as " + event.getModels().get(0).getName() + " hears it";
    }

    private static String axisTitle(Trajectory trajectory, int shown) {
        String title = "Iteration";
        if (trajectory.windows() > 1) {
            title += ", mean over " + trajectory.windows() + " windows";
        }
        if (shown < trajectory.labels().size()) {
            title += ", the " + shown + " strongest of " + trajectory.labels().size() + " labels";
        }
        return title;
    }
}
