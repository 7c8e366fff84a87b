package io.reverie.standalone.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.DurationConverter;
import io.reverie.standalone.client.RetainedEvents;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.system.Session;
import io.reverie.worker.Printable;
import io.reverie.worker.StoreCleaning;
import io.reverie.worker.StoreCleaning.Garbage;
import io.reverie.worker.StoredFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Room in the store. */
@Command(
        name = "gc",
        description = {
            "Removes from the artifact store what no retained event names: inputs, and the files of jobs with their manifests "
                    + "and reservations; also what was left unfinished by a kill. Reads every topic to its end first.",
            "What a request names that is still on its topic stays, and so do jobs that may be running: their checkpoints, "
                    + "whatever they have pinned, and every job with a file that is younger than --older-than.",
            "Exit 1, and nothing is removed, where a topic is missing or cannot be read whole."
        },
        footer = {
            "%nExamples:",
            "  reverie gc --dry-run",
            "  reverie gc --older-than 7d --bootstrap kafka-1:9092 --store /mnt/reverie"
        })
final class GcCommand implements Callable<Integer> {

    private static final String REMOVED = "Removed";
    private static final String WOULD_REMOVE = "WouldRemove";

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = DurationOption.class,
            description =
                    "Leave what is younger, for example 90m, 24h or 7d (default: ${DEFAULT-VALUE}). Shorter than the "
                            + "longest job it may remove what that job is about to name.")
    private Duration olderThan;

    @Option(names = "--dry-run", description = "Only list what would be removed.")
    private boolean dryRun;

    @Spec
    private CommandSpec command;

    private final Console console;

    GcCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (olderThan.isNegative()) {
            throw new ParameterException(command.commandLine(), "--older-than must be 0 or longer");
        }
        try (Session session = system.withoutWorkers(console)) {
            StoreCleaning cleaning = StoreCleaning.list(session.store(), olderThan);
            RetainedEvents events = session.retainedEvents();
            Garbage garbage = cleaning.garbage(events.names());
            if (!dryRun) {
                cleaning.remove(garbage);
            }
            print(garbage, events);
        }
        return ExitCode.DONE;
    }

    private void print(Garbage garbage, RetainedEvents events) {
        if (json.json()) {
            garbage.artifacts().forEach(file -> console.result(line(file, false)));
            garbage.unfinished().forEach(file -> console.result(line(file, true)));
            console.result(EventJson.write(event("StoreCleaned")
                    .put("dryRun", dryRun)
                    .put("artifacts", garbage.artifacts().size())
                    .put("artifactBytes", bytes(garbage.artifacts()))
                    .put("unfinished", garbage.unfinished().size())
                    .put("unfinishedBytes", bytes(garbage.unfinished()))
                    .put("events", events.events())
                    .put("passedOver", events.passedOver())));
            return;
        }
        if (dryRun) {
            garbage.artifacts().forEach(this::list);
            garbage.unfinished().forEach(this::list);
        }
        console.result(String.format(
                "%s %d artifacts of %d bytes and %d unfinished files of %d bytes that none of %d events names",
                dryRun ? "Would remove" : REMOVED,
                garbage.artifacts().size(),
                bytes(garbage.artifacts()),
                garbage.unfinished().size(),
                bytes(garbage.unfinished()),
                events.events()));
    }

    private void list(StoredFile file) {
        console.result(Printable.line(file.key()) + "  " + file.bytes() + " bytes  " + file.modified());
    }

    private String line(StoredFile file, boolean unfinished) {
        return EventJson.write(event(dryRun ? WOULD_REMOVE : REMOVED)
                .put("key", file.key())
                .put("bytes", file.bytes())
                .put("modified", file.modified().toString())
                .put("unfinished", unfinished));
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    private static long bytes(List<StoredFile> files) {
        return files.stream().mapToLong(StoredFile::bytes).sum();
    }

    /** Durations as the workers' configuration has them. */
    static final class DurationOption implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            try {
                return DurationConverter.parseDuration(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is not a time; allowed: for example 90m, 24h or 7d");
            }
        }
    }
}
