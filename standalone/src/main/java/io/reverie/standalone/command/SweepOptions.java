package io.reverie.standalone.command;

import java.math.BigDecimal;

import io.reverie.schemas.SweepCurve;
import io.reverie.schemas.SweepSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tone that {@code sweep} in place of a path stands for. */
final class SweepOptions {

    /** What is given in place of a path. */
    static final String NAME = "sweep";

    private static final double SHORTEST_NOISE = 0.1;
    private static final double LONGEST_NOISE = 600;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--from-hz", paramLabel = "HZ", description = "sweep: first frequency (50).")
    private Double fromHz;

    @Option(names = "--to-hz", paramLabel = "HZ", description = "sweep: last frequency (9000).")
    private Double toHz;

    @Option(names = "--seconds", paramLabel = "S", description = "sweep, noise: length (5).")
    private Double seconds;

    @Option(names = "--curve", paramLabel = "exponential|linear", description = "sweep: curve (exponential).")
    private SweepCurve curve;

    /** Refuses options in vain: a file is dreamed as it is. */
    void checkFile() {
        if (seconds != null || fromHz != null || toHz != null || curve != null) {
            throw new ParameterException(
                    command.commandLine(), "--seconds, --from-hz, --to-hz and --curve go with sweep or noise");
        }
    }

    /** Refuses what no noise can be, and options in vain. */
    void checkNoise() {
        if (!(seconds() >= SHORTEST_NOISE && seconds() <= LONGEST_NOISE)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--seconds is " + seconds() + "; allowed: " + SHORTEST_NOISE + " to " + plain(LONGEST_NOISE)
                            + " for noise");
        }
        if (fromHz != null || toHz != null || curve != null) {
            throw new ParameterException(command.commandLine(), "--from-hz, --to-hz and --curve go with sweep");
        }
    }

    /** Length of the tone or noise, in seconds. */
    double seconds() {
        return toSource().getSeconds();
    }

    SweepSource toSource() {
        SweepSource source = SweepSource.newBuilder().build();
        Given.apply(fromHz, source::setFromHz);
        Given.apply(toHz, source::setToHz);
        Given.apply(seconds, source::setSeconds);
        Given.apply(curve, source::setCurve);
        return source;
    }

    /** A name that differs where the sweep does, for example {@code sweep-50-9000-5-exponential}. */
    static String nameOf(SweepSource source) {
        return String.join(
                "-",
                NAME,
                plain(source.getFromHz()),
                plain(source.getToHz()),
                plain(source.getSeconds()),
                NamedEnums.name(source.getCurve()));
    }

    static String plain(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
