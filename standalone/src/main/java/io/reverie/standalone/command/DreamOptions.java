package io.reverie.standalone.command;

import java.util.List;
import java.util.Map;

import io.reverie.dream.DreamRequestRules;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.Channel;
import io.reverie.schemas.DreamRequest;
import io.reverie.schemas.GradientScaling;
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
            Map.entry("objective.target", "--target"),
            Map.entry("objective.against", "--against"),
            Map.entry("objective.layer", "--layer"),
            Map.entry("objective.channel", "--layer-channel"),
            Map.entry("objective.guide", "--guide"),
            Map.entry("stopAt", "--stop-at"),
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
            Map.entry("regularisers.octaves", "--octaves"),
            Map.entry("regularisers.clip", "--clip"),
            Map.entry("regularisers.noiseBedDb", "--noise-bed"),
            Map.entry("reconstruction.iterations", "--phase-iterations"),
            Map.entry("reconstruction.channel", "--channel"),
            Map.entry("reconstruction.bitsPerSample", "--bits"),
            Map.entry("snapshotIterations", "--snapshots"));

    @Option(
            names = "--model",
            paramLabel = "NAME",
            required = true,
            split = ",",
            description = "Model to dream through; several names make an ensemble.")
    private List<String> models;

    @Mixin
    private ObjectiveOptions objective;

    @Option(
            names = "--preset",
            paramLabel = "gentle|strong|seed",
            description = "Iterations, step and largest distance (gentle); seed: as Deep Dreaming Music did, without "
                    + "regularisers unless one is given.")
    private Preset preset;

    @Option(
            names = "--way",
            paramLabel = "mask|stft|image",
            description = "What is changed: mel gains, real and imaginary part, or the picture that is heard (mask).")
    private Way way;

    @Option(names = "--update", paramLabel = "NAME", description = "free, additive or subtractive (free).")
    private Update update;

    @Option(
            names = "--gradient",
            paramLabel = "normalized|raw",
            description = "How the gradient becomes a step (normalized); raw: unclipped, multiplied by --step "
                    + "(250, strong 500, seed 50).")
    private GradientScaling gradient;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Iterations of each 5 s window, instead of the preset's.")
    private Integer iterations;

    @Option(
            names = "--step",
            paramLabel = "X",
            description = "Step in the way's unit, for the mask nepers of gain, instead of the preset's.")
    private Double step;

    @Option(
            names = "--max-distance",
            paramLabel = "DB",
            description =
                    "Largest log-spectral distance to the input, in dB (as the preset says; sweep and noise: no bound). "
                            + "image of mel features: before a phase is found for it, which takes it further away.")
    private Double maxDistance;

    @Option(names = "--energy-cap", paramLabel = "DB", description = "additive: largest rise of the energy, in dB (6).")
    private Double energyCap;

    @Option(
            names = "--stop-at",
            paramLabel = "X",
            description = "Ends a dream early where its objective is at least this (never).")
    private Double stopAt;

    @Mixin
    private RegulariserOptions regularisers;

    @Option(
            names = "--judge",
            paramLabel = "NAME",
            split = ",",
            description = "Models that score the dream without taking part; they know the target.")
    private List<String> judges = List.of();

    @Option(
            names = "--control",
            description = "The judges also score random gains at the same distance from the input.")
    private boolean control;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "image, but for log-mel: channel that is heard, red, green, blue or mean (mean).")
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

    ObjectiveOptions objective() {
        return objective;
    }

    long seed() {
        return seed == null ? 0 : seed;
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * Makes sure of all that can be told from the request alone.
     *
     * @param input as in {@link #toRequest}; its content is not read
     * @throws ParameterException where an option is out of range
     */
    void check(String dreamId, Object input) {
        objective.check();
        checkInVain();
        DreamRequest request = toRequest(
                dreamId,
                input,
                objective
                        .guide()
                        .map(InputFiles::placeholder)
                        .map(AudioSource::new)
                        .orElse(null));
        RequestRules.apply(command, FIELDS, () -> DreamRequestRules.require(request));
    }

    /** Refuses what a request cannot tell: options that would change nothing. */
    private void checkInVain() {
        if (way == Way.STFT && regularisers.smooth()) {
            throw new ParameterException(
                    command.commandLine(),
                    "--blur-bands, --blur-frames and --octaves go with --way mask or image; stft never blurs");
        }
        if (energyCap != null && update != Update.ADDITIVE) {
            throw new ParameterException(command.commandLine(), "--energy-cap goes with --update additive");
        }
        if (gradient == GradientScaling.RAW && regularisers.clips()) {
            throw new ParameterException(command.commandLine(), "--clip goes with --gradient normalized");
        }
        if (channel != null && way != Way.IMAGE) {
            throw new ParameterException(command.commandLine(), "--channel goes with --way image");
        }
    }

    /**
     * The request that the options stand for.
     *
     * @param input an AudioSource, a SweepSource or a SpectrogramInput
     * @param guide the guide in the store; null where there is none
     */
    DreamRequest toRequest(String dreamId, Object input, AudioSource guide) {
        DreamRequest request = DreamRequest.newBuilder()
                .setDreamId(dreamId)
                .setInput(input)
                .setModels(models)
                .setObjective(objective.toObjective(guide))
                .setJudges(judges)
                .setControl(control)
                .setStopAt(stopAt)
                .build();
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
