package io.reverie.standalone.demo;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import io.reverie.schemas.DreamScored;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.ModelScore;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.standalone.command.DeliveredRecording;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.system.RunningSystem;

/** The demo as a story to read. */
final class DemoStory implements DemoOutput {
    private static final int LABELS_TOLD = 3;

    private final Console console;

    DemoStory(Console console) {
        this.console = console;
    }

    @Override
    public void music(DemoPlan plan, Path corpus, double seconds) {
        String genres = Arrays.stream(Genre.values()).map(Genre::label).collect(Collectors.joining(", "));
        tell(
                "Music",
                seconds,
                "%d pieces of %.0f s, made by rule: %s",
                plan.corpus().size(),
                DemoPlan.SECONDS,
                genres);
        tell("", "%s", corpus);
    }

    @Override
    public void system(RunningSystem system, double seconds) {
        tell("System", seconds, "Kafka at %s and the four workers", system.bootstrapServers());
    }

    @Override
    public void spectrogram(SpectrogramReady ready) {
        // One line for all of them is enough.
    }

    @Override
    public void spectrograms(int count, double seconds) {
        tell("Spectrograms", seconds, "%d in data set %s", count, DemoPlan.DATASET);
    }

    @Override
    public void model(ModelReady model, double seconds) {
        Metrics metrics = model.getMetrics();
        tell(
                "Network",
                seconds,
                "model %s, trained on %d pieces; of %d others it hears the genre right in %.0f %% (windows of 5 s: %.0f %%)",
                model.getName(),
                metrics.getTrainTracks(),
                metrics.getValidationTracks(),
                percent(metrics.getTrackAccuracy()),
                percent(metrics.getSegmentAccuracy()));
    }

    @Override
    public void dream(String what, DeliveredRecording delivered, DreamScored scored, double seconds) {
        tell("Dream", seconds, "%s, towards %s", what, scored.getTarget());
        for (ModelScore score : scored.getScores()) {
            tell("  before", "%s", heard(score.getBefore()));
            tell("  after", "%s", heard(score.getAfter()));
        }
        tell("  distance", "%.1f dB from the input", scored.getLogSpectralDistanceDb());
        tell("  recording", "%s", delivered.wav());
        delivered.pictures().forEach(picture -> tell("  picture", "%s", picture));
    }

    @Override
    public void finished(DemoPlan plan, List<DreamScored> missed, Stopwatch stopwatch) {
        if (missed.isEmpty()) {
            tell("Done", stopwatch.total(), "the network hears %s in every recording", plan.target());
            return;
        }
        for (DreamScored dream : missed) {
            String heard = dream.getScores().stream()
                    .map(score -> String.format(
                            Locale.ROOT,
                            "%s (%.2f)",
                            score.getHeardAfter(),
                            score.getAfter().get(score.getHeardAfter())))
                    .collect(Collectors.joining(", "));
            console.notice("reverie demo: in " + dream.getDreamId() + " the network hears " + heard + ", not "
                    + dream.getTarget());
        }
    }

    private void tell(String stage, double seconds, String format, Object... arguments) {
        tell(stage, "%s  [%.1f s]", String.format(Locale.ROOT, format, arguments), seconds);
    }

    private void tell(String stage, String format, Object... arguments) {
        console.result(String.format(Locale.ROOT, "%-13s ", stage) + String.format(Locale.ROOT, format, arguments));
    }

    private static double percent(Double fraction) {
        return fraction == null ? Double.NaN : 100 * fraction;
    }

    /** The most probable labels with their probabilities, in this order. */
    private static String heard(Map<String, Double> probabilities) {
        return probabilities.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(LABELS_TOLD)
                .map(entry -> String.format(Locale.ROOT, "%s %.2f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
    }
}
