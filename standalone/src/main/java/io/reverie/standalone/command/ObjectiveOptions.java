package io.reverie.standalone.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.reverie.dream.DreamRequestRules;
import io.reverie.schemas.AudioSource;
import io.reverie.schemas.Objective;
import io.reverie.schemas.ObjectiveKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a dream raises. */
final class ObjectiveOptions {

    /** In place of labels: all but the target. */
    private static final String ALL = "all";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--target",
            paramLabel = "LABEL",
            description =
                    "Label that shall be heard; margin, logit and difference need one, for others it is only told of.")
    private String target;

    @Option(
            names = "--against",
            paramLabel = "LABEL",
            split = ",",
            description = "margin, difference: labels that shall not be heard, or all (all).")
    private List<String> against = List.of();

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            description = "margin, logit, difference, channel, layer or guide (margin).")
    private ObjectiveKind objective;

    @Option(
            names = "--layer",
            paramLabel = "NAME",
            description = "channel, layer, guide: layer of the model, such as convolution4 (the last convolution).")
    private String layer;

    @Option(
            names = "--layer-channel",
            paramLabel = "N",
            description = "channel: which channel of the layer, from 0 (0).")
    private Integer channel;

    @Option(
            names = "--guide",
            paramLabel = "PATH",
            description = "guide: recording whose activations shall be approached.")
    private Path guide;

    /** Refuses what a request cannot tell: an option given in vain. */
    void check() {
        if (channel != null && kind() != ObjectiveKind.CHANNEL) {
            throw new ParameterException(command.commandLine(), "--layer-channel goes with --objective channel");
        }
        if (!against.isEmpty() && kind() != ObjectiveKind.MARGIN && kind() != ObjectiveKind.DIFFERENCE) {
            throw new ParameterException(command.commandLine(), "--against goes with --objective margin or difference");
        }
    }

    /** The recording to be stored as guide. */
    Optional<Path> guide() {
        return Optional.ofNullable(guide);
    }

    /** Label, or what else is raised, for names and progress. */
    String goal() {
        if (target != null) {
            return target;
        }
        return layer == null ? NamedEnums.name(kind()) : channel == null ? layer : layer + "-" + channel;
    }

    /** Whether the objective is that a label be heard. */
    boolean raisesLabels() {
        return DreamRequestRules.raisesLabels(kind());
    }

    /** The label that shall be heard, where there is one. */
    Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /** @param storedGuide the guide in the store; null where there is none */
    Objective toObjective(AudioSource storedGuide) {
        Objective asked = Objective.newBuilder()
                .setAgainst(against.equals(List.of(ALL)) ? List.of() : against)
                .setGuide(storedGuide)
                .build();
        Given.apply(target, asked::setTarget);
        Given.apply(objective, asked::setKind);
        Given.apply(layer, asked::setLayer);
        Given.apply(channel, asked::setChannel);
        return asked;
    }

    private ObjectiveKind kind() {
        return objective == null ? ObjectiveKind.MARGIN : objective;
    }
}
