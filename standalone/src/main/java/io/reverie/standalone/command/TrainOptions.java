package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.reverie.schemas.Architecture;
import io.reverie.schemas.Augmentation;
import io.reverie.schemas.Features;
import io.reverie.schemas.FractionSplit;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.LearningRateSchedule;
import io.reverie.schemas.ListSplit;
import io.reverie.schemas.NetworkSettings;
import io.reverie.schemas.Optimiser;
import io.reverie.schemas.OptimiserMethod;
import io.reverie.schemas.PatternSplit;
import io.reverie.schemas.TrainRequest;
import io.reverie.schemas.Trainable;
import io.reverie.train.TrainRequestRules;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to train; what is not given stays as the contract has it. */
final class TrainOptions {

    /** The option of each field that the worker's rules are about. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("trainId", "--id"),
            Map.entry("model", "--model"),
            Map.entry("dataset", "--dataset"),
            Map.entry("network.widths", "--widths"),
            Map.entry("network.dropout", "--dropout"),
            Map.entry("network.pretrained", "--pretrained"),
            Map.entry("network.trainable", "--train-layers"),
            Map.entry("validation.fraction", "--validation"),
            Map.entry("validation.pattern", "--validation-pattern"),
            Map.entry("validation.trackKeys", "--validation-list"),
            Map.entry("group", "--group"),
            Map.entry("expect", "--expect"),
            Map.entry("budget.steps", "--steps"),
            Map.entry("budget.batchSize", "--batch-size"),
            Map.entry("optimiser.learningRate", "--learning-rate"),
            Map.entry("optimiser.weightDecay", "--weight-decay"),
            Map.entry("optimiser.momentum", "--momentum"),
            Map.entry("optimiser.warmUp", "--warm-up"),
            Map.entry("optimiser.decaySteps", "--decay-steps"),
            Map.entry("optimiser.decayFactor", "--decay-factor"),
            Map.entry("optimiser.labelSmoothing", "--label-smoothing"));

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

    @Option(names = "--architecture", paramLabel = "small|vgg16", description = "The network (small).")
    private Architecture architecture;

    @Option(
            names = "--widths",
            paramLabel = "N",
            split = ",",
            description =
                    "Filters of each convolution of the small network, 2 to 6 numbers from 1 to 1024 (16,32,64,128).")
    private List<Integer> widths;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            description = "Probability with which a value before the last layer is dropped, 0 to 0.9 (0.3).")
    private Double dropout;

    @Option(
            names = "--pretrained",
            paramLabel = "FILE",
            description = "Keras .h5 file with the weights of VGG16 to begin from.")
    private Path pretrained;

    @Option(names = "--train-layers", paramLabel = "all|head", description = "Which layers of VGG16 move (all).")
    private Trainable trainable;

    /** Which tracks are kept for validation; one way at a time. */
    private static final class Validation {

        @Option(
                names = "--validation",
                paramLabel = "FRACTION",
                description =
                        "Fraction of each label's tracks kept for validation, 0 (train on everything) to 0.9 (0.2). They are "
                                + "heard every 100 steps and after the last; the learning curves count 20 steps as an epoch.")
        private Double fraction;

        @Option(
                names = "--validation-pattern",
                paramLabel = "REGEX",
                description = "Keep the tracks whose key matches for validation, such as one fold.")
        private String pattern;

        @Option(
                names = "--validation-list",
                paramLabel = "FILE",
                description = "Keep the tracks whose keys are the lines of a text file for validation.")
        private Path list;
    }

    @ArgGroup
    private Validation validation = new Validation();

    @Option(
            names = "--group",
            paramLabel = "REGEX",
            description =
                    "Never part the tracks in whose keys the one group of the expression matches the same, such as "
                            + "an artist's (every track by itself).")
    private String group;

    @Option(
            names = "--expect",
            paramLabel = "N",
            description =
                    "Wait until so many labelled tracks of the data set are there, up to 1000000 (0: take those that are).")
    private Integer expect;

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps, 1 to 100000 (800).")
    private Integer steps;

    @Option(names = "--batch-size", paramLabel = "N", description = "Segments a step, 2 to 256 (16).")
    private Integer batchSize;

    @Option(
            names = "--optimiser",
            paramLabel = "adamw|sgd",
            description = "AdamW, or gradient descent with momentum (adamw).")
    private OptimiserMethod method;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "Largest learning rate, above 0, at most 1 (0.002).")
    private Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "X", description = "Decoupled weight decay, 0 to 1 (0.01).")
    private Double weightDecay;

    @Option(
            names = "--momentum",
            paramLabel = "X",
            description = "Share of the last step that sgd takes again, 0 to 0.99 (0.9).")
    private Double momentum;

    @Option(
            names = "--warm-up",
            paramLabel = "X",
            description = "Fraction of the steps in which the learning rate rises, 0 to 0.5 (0.05).")
    private Double warmUp;

    @Option(
            names = "--schedule",
            paramLabel = "cosine|step",
            description = "How the learning rate falls: half a cosine, or by a factor every so many steps (cosine).")
    private LearningRateSchedule schedule;

    @Option(
            names = "--decay-steps",
            paramLabel = "N",
            description = "Steps from one reduction of the step schedule to the next, 1 to 100000 (140).")
    private Integer decaySteps;

    @Option(
            names = "--decay-factor",
            paramLabel = "X",
            description =
                    "What a reduction of the step schedule multiplies the learning rate by, above 0, at most 1 (0.1).")
    private Double decayFactor;

    @Option(
            names = "--label-smoothing",
            paramLabel = "P",
            description = "Probability spread evenly over all labels, 0 to 0.5 (0.1).")
    private Double labelSmoothing;

    @Option(
            names = "--slice",
            negatable = true,
            description =
                    "Begin segments anywhere in a track, circularly in short ones, not only where they are heard later (on).")
    private Boolean slice;

    @Option(names = "--masks", negatable = true, description = "Mask frequencies and times (on).")
    private Boolean masks;

    @Option(names = "--mixup", negatable = true, description = "Mix pairs of segments (on).")
    private Boolean mixup;

    @Option(
            names = "--roll",
            negatable = true,
            description = "Roll segments in time, for data sets of short events (off).")
    private Boolean roll;

    @Option(names = "--erasing", negatable = true, description = "Erase a rectangle in half of the segments (off).")
    private Boolean erasing;

    @Option(
            names = "--keep",
            paramLabel = "last|best",
            description = "Keep the last weights or those of the best validation (last).")
    private KeptWeights keep;

    @Option(names = "--seed", paramLabel = "N", description = "Source of every random choice (0).")
    private Long seed;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "Identity of the job; asked again with the same one, a finished job is not done again.")
    private String id;

    /** What brings a file of this machine into the store. */
    interface FileStore {

        /** Returns the key that the file has in the store. */
        String put(Path file) throws IOException;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Makes sure of all that can be told without data and without the store.
     *
     * @throws ParameterException where an option is out of range, or without effect beside another
     * @throws MissingPathException where a file that is named is not there
     */
    void check() throws IOException {
        TrainRequest request = toRequest(InputFiles::placeholder);
        RequestRules.apply(command, FIELDS, () -> TrainRequestRules.require(request));
        Optimiser optimiser = request.getOptimiser();
        requireEffect("--momentum", momentum, "--optimiser sgd", optimiser.getMethod() == OptimiserMethod.SGD);
        boolean falls = optimiser.getSchedule() == LearningRateSchedule.STEP;
        requireEffect("--decay-steps", decaySteps, "--schedule step", falls);
        requireEffect("--decay-factor", decayFactor, "--schedule step", falls);
    }

    private void requireEffect(String option, Object given, String needed, boolean has) {
        if (given != null && !has) {
            throw new ParameterException(
                    command.commandLine(), option + " has no effect without " + needed + "; give both or neither");
        }
    }

    /**
     * The request that the options stand for.
     *
     * @param store where the pretrained weights are put
     * @throws MissingPathException where a file that is named is not there
     */
    TrainRequest toRequest(FileStore store) throws IOException {
        TrainRequest request = TrainRequest.newBuilder()
                .setTrainId(id == null ? Identifiers.unique(model) : id)
                .setModel(model)
                .setDataset(dataset)
                .build();
        Given.apply(features, request::setFeatures);
        Given.apply(architecture, request::setArchitecture);
        Given.apply(group, request::setGroup);
        Given.apply(expect, request::setExpect);
        Given.apply(steps, request.getBudget()::setSteps);
        Given.apply(batchSize, request.getBudget()::setBatchSize);
        Given.apply(keep, request::setKeep);
        Given.apply(seed, request::setSeed);
        applyValidation(request);
        applyNetwork(request.getNetwork(), store);
        apply(request.getOptimiser());
        apply(request.getAugmentation());
        return request;
    }

    private void applyValidation(TrainRequest request) throws IOException {
        Given.apply(validation.fraction, fraction -> request.setValidation(new FractionSplit(fraction)));
        Given.apply(validation.pattern, pattern -> request.setValidation(new PatternSplit(pattern)));
        if (validation.list != null) {
            request.setValidation(new ListSplit(Files.readAllLines(existing(validation.list)).stream()
                    .filter(line -> !line.isBlank())
                    .toList()));
        }
    }

    private void applyNetwork(NetworkSettings network, FileStore store) throws IOException {
        Given.apply(widths, network::setWidths);
        Given.apply(dropout, network::setDropout);
        Given.apply(trainable, network::setTrainable);
        if (pretrained != null) {
            network.setPretrained(store.put(existing(pretrained)));
        }
    }

    private void apply(Optimiser optimiser) {
        Given.apply(method, optimiser::setMethod);
        Given.apply(learningRate, optimiser::setLearningRate);
        Given.apply(weightDecay, optimiser::setWeightDecay);
        Given.apply(momentum, optimiser::setMomentum);
        Given.apply(warmUp, optimiser::setWarmUp);
        Given.apply(schedule, optimiser::setSchedule);
        Given.apply(decaySteps, optimiser::setDecaySteps);
        Given.apply(decayFactor, optimiser::setDecayFactor);
        Given.apply(labelSmoothing, optimiser::setLabelSmoothing);
    }

    private void apply(Augmentation augmentation) {
        Given.apply(slice, augmentation::setSlice);
        Given.apply(masks, augmentation::setMasks);
        Given.apply(mixup, augmentation::setMixup);
        Given.apply(roll, augmentation::setRoll);
        Given.apply(erasing, augmentation::setErasing);
    }

    private static Path existing(Path file) throws MissingPathException {
        if (!Files.isRegularFile(file)) {
            throw new MissingPathException("There is no file " + file);
        }
        return file;
    }
}
