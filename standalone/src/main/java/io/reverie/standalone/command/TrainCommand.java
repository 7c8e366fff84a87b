package io.reverie.standalone.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import io.reverie.schemas.BestMeasurement;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.ProgressBar;
import io.reverie.standalone.system.Session;
import io.reverie.worker.ArtifactStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A data set in, a model out. */
@Command(
        name = "train",
        description = "Trains a network to tell the labels of a data set apart.",
        footer = {
            "%nExamples:",
            "  reverie train --dataset gtzan --model genres",
            "  reverie ingest genres/ --dataset gtzan-stft --analysis stft",
            "  reverie train --dataset gtzan-stft --model genres-stft --features log-stft",
            "  reverie train --dataset esc10 --model sounds --validation-pattern '/4-' --roll",
            "  reverie train --dataset gtzan --model seed --optimiser sgd --learning-rate 0.001 --schedule step --no-mixup"
        })
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Mixin
    private TrainOptions options;

    private final Console console;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, JobFailedException {
        options.check();
        TrainRequest request = options.toRequest(file -> InputFiles.store(system.store(), file));
        try (Session session = system.withWorkers(console);
                ProgressBar bar = new ProgressBar(console, "train");
                InterruptNotice interrupted = new InterruptNotice(console, "train", request.getTrainId())) {
            if (request.getExpect() > 0) {
                int there = session.client().labelledTracks(request.getDataset());
                waiting(request, there).ifPresent(bar::notice);
            }
            ModelReady ready = session.client().train(request, step -> show(bar, step));
            bar.close();
            if (json.json()) {
                console.result(StoredEvents.json(session.store()).line(ready));
            } else {
                console.result(describe(ready));
            }
            gap(ready, session.store()).ifPresent(gap -> console.notice("reverie train: " + gap));
        }
        return ExitCode.DONE;
    }

    /** Which labels are not validated and why; empty where all are, or where the list of the tracks cannot be read. */
    static Optional<String> gap(ModelReady ready, ArtifactStore store) {
        try {
            return TrackCounts.of(ready, store).gap(ready.getRequest());
        } catch (IOException e) {
            // The model is there and told of already.
            return Optional.empty();
        }
    }

    /** What is waited for; empty where as many tracks are there as are expected. */
    static Optional<String> waiting(TrainRequest request, int there) {
        return there >= request.getExpect()
                ? Optional.empty()
                : Optional.of("reverie train: waits for " + request.getExpect() + " labelled tracks of data set '"
                        + request.getDataset() + "', " + there + " are there; fails after"
                        + " reverie.train.longest-wait (10 minutes unless the worker is told otherwise)");
    }

    private static void show(ProgressBar bar, TrainProgress step) {
        String note = String.format(Locale.ROOT, "loss %.3f", step.getLoss());
        if (step.getValidationAccuracy() != null) {
            note += String.format(Locale.ROOT, ", validation %.0f %%", 100 * step.getValidationAccuracy());
        }
        bar.show(step.getStep(), step.getOf(), note);
    }

    static String describe(ModelReady ready) {
        Metrics metrics = ready.getMetrics();
        return String.format(
                Locale.ROOT,
                "Model %s hears %s; trained on %d tracks in %.0f s; %s",
                ready.getName(),
                String.join(", ", ready.getLabels()),
                metrics.getTrainTracks(),
                metrics.getSeconds(),
                metrics.getTrackAccuracy() == null ? "not validated" : validation(ready, metrics));
    }

    private static String validation(ModelReady ready, Metrics metrics) {
        int steps = ready.getRequest().getBudget().getSteps();
        boolean keepsBest = ready.getRequest().getKeep() == KeptWeights.BEST;
        String text = String.format(
                Locale.ROOT,
                "validation: %.2f of %d tracks, %.2f of %d segments after the last step, %d",
                metrics.getTrackAccuracy(),
                metrics.getValidationTracks(),
                metrics.getSegmentAccuracy(),
                metrics.getValidationSegments(),
                steps);
        text += keepsBest ? "" : " (kept)";
        BestMeasurement best = metrics.getBest();
        if (best != null) {
            text += String.format(
                    Locale.ROOT,
                    "; %.2f of the tracks, %.2f of the segments at the best, after step %d",
                    best.getTrackAccuracy(),
                    best.getSegmentAccuracy(),
                    best.getStep());
            text += keepsBest ? " (kept)" : "";
        }
        return text;
    }
}
