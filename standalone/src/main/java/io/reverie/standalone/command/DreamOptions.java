package io.reverie.standalone.command;

import java.util.List;
import java.util.Map;

import io.reverie.dream.DreamRequestRules;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.PhaseMethod;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to dream; what is not given stays as the contract has it. */
final class DreamOptions {

    /** The option of each field that the worker's rules are about. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("dreamId", "--id"),
            Map.entry("models", "--model"),
            Map.entry("judges", "--judge"),
            Map.entry("objective.against", "--against"),
            Map.entry("iterations", "--iterations"),
            Map.entry("step", "--step"),
            Map.entry("maxDistanceDb", "--max-distance"),
            Map.entry("energyCapDb", "--energy-cap"),
            Map.entry("regularisers.timeRollFrames", "--time-roll"),
            Map.entry("regularisers.melShiftBands", "--mel-shift"),
            Map.entry("regularisers.masks", "--masks"),
            Map.entry("regularisers.maskFraction", "--mask-fraction"),
            Map.entry("regularisers.blurBands", "--blur-bands"),
            Map.entry("regularisers.blurFrames", "--blur-frames"),
            Map.entry("regularisers.clip", "--clip"),
            Map.entry("regularisers.noiseBedDb", "--noise-bed"),
            Map.entry("reconstruction.iterations", "--phase-iterations"),
            Map.entry("reconstruction.bitsPerSample", "--bits"),
            Map.entry("snapshotIterations", "--snapshots"));

    /** In place of labels: all but the target. */
    private static final String ALL = "all";

    @Option(
            names = "--model",
            paramLabel = "NAME",
            required = true,
            split = ",",
            description = "Model to dream through; several names make an ensemble.")
    private List<String> models;

    @Option(names = "--target", paramLabel = "LABEL", required = true, description = "Label that shall be heard.")
    private String target;

    @Option(
            names = "--against",
            paramLabel = "LABEL",
            split = ",",
            description = "Labels that shall not be heard, or all (all).")
    private List<String> against = List.of();

    @Option(names = "--objective", paramLabel = "NAME", description = "margin, logit or difference (margin).")
    private ObjectiveKind objective;

    @Option(
            names = "--preset",
            paramLabel = "gentle|strong",
            description = "Iterations, step and largest distance (gentle).")
    private Preset preset;

    @Option(
            names = "--way",
            paramLabel = "mask|stft|image",
            description = "What is changed (mask; the others: not yet).")
    private Way way;

    @Option(names = "--update", paramLabel = "NAME", description = "free, additive or subtractive (free).")
    private Update update;

    @Option(
            names = "--gradient",
            paramLabel = "normalized|raw",
            description = "How the gradient becomes a step (normalized).")
    private GradientScaling gradient;

    @Option(names = "--iterations", paramLabel = "N", description = "Iterations, instead of the preset's.")
    private Integer iterations;

    @Option(names = "--step", paramLabel = "X", description = "Step in nepers of gain, instead of the preset's.")
    private Double step;

    @Option(
            names = "--max-distance",
            paramLabel = "DB",
            description = "Largest log-spectral distance to the input, in dB (as the preset says; a sweep: no bound).")
    private Double maxDistance;

    @Option(
            names = "--energy-cap",
            paramLabel = "DB",
            description = "Largest rise of the energy by an additive dream, in dB (6).")
    private Double energyCap;

    @Mixin
    private RegulariserOptions regularisers;

    @Option(
            names = "--judge",
            paramLabel = "NAME",
            split = ",",
            description = "Models that score the dream without taking part.")
    private List<String> judges = List.of();

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description =
                    "Channel of a dreamed image that is heard: red, green, blue or mean (mean; the others: not yet).")
    private Channel channel;

    @Option(
            names = "--phase",
            paramLabel = "NAME",
            description = "How the phase is found: automatic, pghi+fgla, fgla, griffin-lim, pghi or input "
                    + "(automatic: the known phase).")
    private PhaseMethod phase;

    @Option(names = "--phase-iterations", paramLabel = "N", description = "Most iterations of phase retrieval (32).")
    private Integer phaseIterations;

    @Option(names = "--bits", paramLabel = "16|24", description = "Bits of a sample of the WAV (16).")
    private Integer bits;

    @Option(
            names = "--snapshots",
            paramLabel = "N",
            description = "Keeps every Nth iteration, and makes an animated GIF of them (none).")
    private Integer snapshots;

    @Option(names = "--seed", paramLabel = "N", description = "Source of every random choice (0).")
    private Long seed;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Makes sure of all that can be told from the request alone.
     *
     * @param input as in {@link #toRequest}; its content is not read
     * @throws ParameterException where an option is out of range
     */
    void check(String dreamId, Object input) {
        DreamRequest request = toRequest(dreamId, input);
        RequestRules.apply(command, FIELDS, () -> DreamRequestRules.require(request));
    }

    String target() {
        return target;
    }

    /**
     * The request that the options stand for.
     *
     * @param input an AudioSource, a SweepSource or a SpectrogramInput
     */
    DreamRequest toRequest(String dreamId, Object input) {
        DreamRequest request = DreamRequest.newBuilder()
                .setDreamId(dreamId)
                .setInput(input)
                .setModels(models)
                .setObjective(Objective.newBuilder()
                        .setTarget(target)
                        .setAgainst(against.equals(List.of(ALL)) ? List.of() : against)
                        .build())
                .setJudges(judges)
                .build();
        Given.apply(objective, request.getObjective()::setKind);
        Given.apply(preset, request::setPreset);
        Given.apply(way, request::setWay);
        Given.apply(update, request::setUpdate);
        Given.apply(gradient, request::setGradient);
        Given.apply(iterations, request::setIterations);
        Given.apply(step, request::setStep);
        Given.apply(maxDistance, request::setMaxDistanceDb);
        Given.apply(energyCap, request::setEnergyCapDb);
        regularisers.applyTo(request.getRegularisers());
        Given.apply(channel, request.getReconstruction()::setChannel);
        Given.apply(phase, request.getReconstruction()::setPhase);
        Given.apply(phaseIterations, request.getReconstruction()::setIterations);
        Given.apply(bits, request.getReconstruction()::setBitsPerSample);
        Given.apply(snapshots, request::setSnapshotIterations);
        Given.apply(seed, request::setSeed);
        return request;
    }
}
