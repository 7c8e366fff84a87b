package io.reverie.standalone.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.Architecture;
import io.reverie.schemas.Channel;
import io.reverie.schemas.Features;
import io.reverie.schemas.GradientScaling;
import io.reverie.schemas.KeptWeights;
import io.reverie.schemas.LearningRateSchedule;
import io.reverie.schemas.MelNorm;
import io.reverie.schemas.MelScale;
import io.reverie.schemas.ObjectiveKind;
import io.reverie.schemas.OptimiserMethod;
import io.reverie.schemas.PadMode;
import io.reverie.schemas.PhaseMethod;
import io.reverie.schemas.Preset;
import io.reverie.schemas.Stage;
import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.Trainable;
import io.reverie.schemas.Update;
import io.reverie.schemas.Way;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The contract's enumerations as one writes them on a command line: {@code log-mel} for {@code LOG_MEL}. */
final class NamedEnums {

    private static final List<Class<? extends Enum<?>>> TYPES = List.of(
            AnalysisKind.class,
            Architecture.class,
            Channel.class,
            Features.class,
            GradientScaling.class,
            KeptWeights.class,
            LearningRateSchedule.class,
            MelNorm.class,
            MelScale.class,
            ObjectiveKind.class,
            OptimiserMethod.class,
            PadMode.class,
            PhaseMethod.class,
            Preset.class,
            Stage.class,
            SweepCurve.class,
            Trainable.class,
            Update.class,
            Way.class);

    private static final Pattern SYMBOL = Pattern.compile("\\b[A-Z][A-Z_]{2,}\\b");

    private NamedEnums() {}

    static void register(CommandLine commandLine) {
        TYPES.forEach(type -> registerType(commandLine, type));
    }

    private static <E> void registerType(CommandLine commandLine, Class<E> type) {
        commandLine.registerConverter(type, text -> parse(type, text));
    }

    private static <E> E parse(Class<E> type, String text) {
        // What a newer schema may say is nothing to ask for.
        List<E> constants = Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant != Stage.UNKNOWN)
                .toList();
        return constants.stream()
                .filter(constant -> name(constant).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is none of "
                        + constants.stream().map(NamedEnums::name).collect(Collectors.joining(", "))));
    }

    /** A message with the constants of the contract as one writes them: {@code mask} for {@code MASK}. */
    static String inWords(String message) {
        return SYMBOL.matcher(message).replaceAll(match -> TYPES.stream()
                .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                .filter(constant -> constant.name().equals(match.group()))
                .findFirst()
                .map(NamedEnums::name)
                .orElse(match.group()));
    }

    /** As one writes it. The plus sign joins two methods: {@code pghi+fgla}. */
    static String name(Object constant) {
        if (constant == PhaseMethod.PGHI_FGLA) {
            return "pghi+fgla";
        }
        return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
