package io.reverie.standalone.command;

import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.file.FileSystemException;
import java.util.Arrays;

import io.reverie.standalone.demo.DemoCommand;
import io.reverie.standalone.output.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** All commands, and what they have in common: exit codes, and errors as one line on standard error. */
@Command(
        name = "reverie",
        description = "Dreams music: trains networks to hear genres, changes recordings until they hear another one.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = BuildVersion.class,
        footer = {
            "%nWithout --bootstrap a command uses the system that runs on its --data folder (`reverie up`), or starts",
            "Kafka and the workers for as long as it runs.",
            "%nExit status: 0 done, 1 a job failed, 2 wrong usage.",
            "%nExamples:",
            "  reverie demo --out out",
            "  reverie ingest genres/ --dataset gtzan",
            "  reverie train --dataset gtzan --model genres",
            "  reverie dream disco.00000.wav --model genres --target classical --out out",
            "  reverie score --model genres out/*.wav"
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            IngestCommand.class,
            TrainCommand.class,
            DreamCommand.class,
            ScoreCommand.class,
            ReconstructCommand.class,
            PictureCommand.class,
            PutCommand.class,
            GetCommand.class,
            SendCommand.class,
            ModelsCommand.class,
            StatusCommand.class,
            CancelCommand.class,
            FailuresCommand.class,
            RetryCommand.class,
            GcCommand.class,
            TopicsCommand.class,
            SchemasCommand.class
        })
public final class ReverieCommandLine {

    private static final String DEBUG_VARIABLE = "REVERIE_DEBUG";

    private ReverieCommandLine() {}

    /** @param console where commands write; given to every command whose constructor takes one */
    public static CommandLine create(Console console) {
        CommandLine commandLine = new CommandLine(new ReverieCommandLine(), new CommandFactory(console));
        addHelp(commandLine);
        NamedEnums.register(commandLine);
        commandLine.setOut(new PrintWriter(console.out(), true));
        commandLine.setErr(new PrintWriter(console.err(), true));
        commandLine.setUsageHelpWidth(110);
        commandLine.setExecutionStrategy(ReverieCommandLine::run);
        commandLine.setParameterExceptionHandler((exception, arguments) -> wrongUsage(console, exception));
        commandLine.setExecutionExceptionHandler(
                (exception, command, parsed) -> failed(console, exception, command, parsed));
        return commandLine;
    }

    private static void addHelp(CommandLine commandLine) {
        commandLine.getCommandSpec().mixinStandardHelpOptions(true);
        commandLine.getSubcommands().values().forEach(ReverieCommandLine::addHelp);
        VerboseOption.addTo(commandLine.getCommandSpec());
    }

    private static int run(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        if (!last.isUsageHelpRequested()
                && !last.isVersionHelpRequested()
                && !last.commandSpec().subcommands().isEmpty()) {
            throw new ParameterException(
                    last.commandSpec().commandLine(),
                    "Missing command; allowed: "
                            + String.join(", ", last.commandSpec().subcommands().keySet()));
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static int wrongUsage(Console console, ParameterException exception) {
        String command = exception.getCommandLine().getCommandSpec().qualifiedName();
        console.notice(command + ": " + oneLine(exception.getMessage()) + ". See " + command + " --help");
        return ExitCode.WRONG_USAGE;
    }

    private static int failed(Console console, Exception exception, CommandLine command, ParseResult parsed) {
        console.notice(command.getCommandSpec().qualifiedName() + ": " + oneLine(describe(exception)));
        if (VerboseOption.isGiven(parsed) || System.getenv(DEBUG_VARIABLE) != null) {
            exception.printStackTrace(console.err());
        }
        return ExitCode.FAILED;
    }

    /** Exceptions of files name the file alone. */
    private static String describe(Exception exception) {
        if (exception instanceof FileSystemException problem && problem.getReason() == null) {
            String why =
                    switch (problem.getClass().getSimpleName()) {
                        case "AccessDeniedException" -> "permission denied";
                        case "FileAlreadyExistsException" -> "it is a file, a folder is needed";
                        case "NoSuchFileException" -> "it is not there";
                        default -> problem.getClass().getSimpleName();
                    };
            return "Cannot use " + problem.getFile() + ": " + why;
        }
        String message = exception.getMessage();
        return message == null ? exception.getClass().getSimpleName() : message;
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
    }

    /** Gives the console to commands that write. */
    private record CommandFactory(Console console) implements IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            Constructor<?> taking = Arrays.stream(type.getDeclaredConstructors())
                    .filter(constructor ->
                            Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Console.class}))
                    .findFirst()
                    .orElse(null);
            if (taking == null) {
                return CommandLine.defaultFactory().create(type);
            }
            taking.setAccessible(true);
            return type.cast(taking.newInstance(console));
        }
    }
}
