package io.reverie.standalone.command;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.reverie.schemas.Architecture;
import io.reverie.schemas.Features;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.Metrics;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.PatternSplit;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.ProgressBar;
import io.reverie.standalone.system.Session;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A data set in, a model out. */
@Command(
        name = "train",
        description = "Trains a network to tell the labels of a data set apart.",
        footer = {
            "%nExamples:",
            "  reverie train --dataset gtzan --model genres",
            "  reverie ingest genres/ --dataset gtzan-stft --analysis stft",
            "  reverie train --dataset gtzan-stft --model genres-stft --features log-stft",
            "  reverie train --dataset esc10 --model sounds --validation-pattern '/4-' --roll"
        })
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Option(names = "--dataset", paramLabel = "NAME", required = true, description = "Data set that was ingested.")
    private String dataset;

    @Option(names = "--model", paramLabel = "NAME", required = true, description = "Name of the new model.")
    private String model;

    @Option(
            names = "--features",
            paramLabel = "NAME",
            description =
                    "What the network hears: log-mel or mel of a mel data set; log-stft, compressed-complex, stft-real or"
                            + " stft-complex of one made by ingest --analysis stft (log-mel).")
    private Features features;

    @Option(names = "--architecture", paramLabel = "small|vgg16", description = "The network (small; vgg16: not yet).")
    private Architecture architecture;

    /** Which tracks are kept for validation; one way at a time. */
    private static final class Validation {

        @Option(
                names = "--validation",
                paramLabel = "FRACTION",
                description = "Fraction of each label's tracks kept for validation; 0: train on everything (0.2).")
        private Double fraction;

        @Option(
                names = "--validation-pattern",
                paramLabel = "REGEX",
                description = "Keep the tracks whose key matches for validation, such as one fold.")
        private String pattern;
    }

    @ArgGroup
    private Validation validation = new Validation();

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps (800).")
    private Integer steps;

    @Option(names = "--batch-size", paramLabel = "N", description = "Segments a step (16).")
    private Integer batchSize;

    @Option(names = "--learning-rate", paramLabel = "X", description = "Largest learning rate (0.002).")
    private Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Decoupled weight decay (0.01).")
    private Double weightDecay;

    @Option(names = "--masks", negatable = true, description = "Mask frequencies and times (on).")
    private Boolean masks;

    @Option(names = "--mixup", negatable = true, description = "Mix pairs of segments (on).")
    private Boolean mixup;

    @Option(
            names = "--roll",
            negatable = true,
            description = "Roll segments in time, for data sets of short events (off).")
    private Boolean roll;

    @Option(names = "--seed", paramLabel = "N", description = "Source of every random choice (0).")
    private Long seed;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Identity of the job; asked again with the same one, a finished job is not done again.")
    private String id;

    private final Console console;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, JobFailedException {
        TrainRequest request = toRequest();
        try (Session session = system.withWorkers();
                ProgressBar bar = new ProgressBar(console, "train");
                InterruptNotice interrupted = new InterruptNotice(console, "train", request.getTrainId())) {
            ModelReady ready = session.client().train(request, step -> show(bar, step));
            bar.close();
            if (json.json()) {
                console.result(StoredEvents.json(session.store()).line(ready));
            } else {
                console.result(describe(ready));
            }
        }
        return ExitCode.DONE;
    }

    TrainRequest toRequest() {
        TrainRequest request = TrainRequest.newBuilder()
                .setTrainId(id == null ? Identifiers.unique(model) : id)
                .setModel(model)
                .setDataset(dataset)
                .build();
        Given.apply(features, request::setFeatures);
        Given.apply(architecture, request::setArchitecture);
        Given.apply(validation.fraction, fraction -> request.setValidation(new FractionSplit(fraction)));
        Given.apply(validation.pattern, pattern -> request.setValidation(new PatternSplit(pattern)));
        Given.apply(steps, request.getBudget()::setSteps);
        Given.apply(batchSize, request.getBudget()::setBatchSize);
        Given.apply(learningRate, request.getOptimiser()::setLearningRate);
        Given.apply(weightDecay, request.getOptimiser()::setWeightDecay);
        Given.apply(masks, request.getAugmentation()::setMasks);
        Given.apply(mixup, request.getAugmentation()::setMixup);
        Given.apply(roll, request.getAugmentation()::setRoll);
        Given.apply(seed, request::setSeed);
        return request;
    }

    private static void show(ProgressBar bar, TrainProgress step) {
        String note = String.format(Locale.ROOT, "loss %.3f", step.getLoss());
        if (step.getValidationAccuracy() != null) {
            note += String.format(Locale.ROOT, ", validation %.0f %%", 100 * step.getValidationAccuracy());
        }
        bar.show(step.getStep(), step.getOf(), note);
    }

    private static String describe(ModelReady ready) {
        Metrics metrics = ready.getMetrics();
        String validated = metrics.getTrackAccuracy() == null
                ? "not validated"
                : String.format(
                        Locale.ROOT,
                        "validation: %.2f of %d tracks, %.2f of %d segments",
                        metrics.getTrackAccuracy(),
                        metrics.getValidationTracks(),
                        metrics.getSegmentAccuracy(),
                        metrics.getValidationSegments());
        return String.format(
                Locale.ROOT,
                "Model %s hears %s; trained on %d tracks in %.0f s; %s",
                ready.getName(),
                String.join(", ", ready.getLabels()),
                metrics.getTrainTracks(),
                metrics.getSeconds(),
                validated);
    }
}
