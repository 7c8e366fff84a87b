package io.reverie.standalone.command;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.schemas.JobFailed;
import io.reverie.standalone.client.Failure;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.client.RecordPosition;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.system.Session;
import io.reverie.worker.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What failed. */
@Command(
        name = "failures",
        description = {
            "Lists what failed, the newest last: when, stage, code, job, and where its dead letter lies "
                    + "(TOPIC/PARTITION/OFFSET); below it what was wrong and what is allowed.",
            "With --json the whole JobFailed, deadLetter among its fields (null: there is none). Cancelled jobs leave no "
                    + "dead letter. `reverie retry` sends one again."
        })
final class FailuresCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Mixin
    private FailureFilter filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, the newest (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Spec
    private CommandSpec command;

    private final Console console;

    FailuresCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(command.commandLine(), "--limit is " + limit + "; allowed: 1 and more");
        }
        try (Session session = system.withoutWorkers(console)) {
            List<Failure> failures = session.failures().failures().stream()
                    .filter(failure -> filter.includes(failure.event()))
                    .toList();
            EventJson events = StoredEvents.json(session.store());
            failures.stream()
                    .skip(Math.max(0, failures.size() - limit))
                    .forEach(failure -> console.result(json.json() ? line(failure, events) : describe(failure)));
            if (failures.isEmpty()) {
                console.notice("Nothing failed that is still known");
            } else if (failures.size() > limit) {
                console.notice((failures.size() - limit) + " older ones are not listed, see --limit");
            }
        }
        return ExitCode.DONE;
    }

    private static String line(Failure failure, EventJson events) {
        ObjectNode node = events.node(failure.event());
        node.set("deadLetter", failure.deadLetter().map(PositionJson::node).orElse(null));
        return EventJson.write(node);
    }

    private static String describe(Failure failure) {
        JobFailed event = failure.event();
        return String.join(
                        "  ",
                        event.getCreatedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                        NamedEnums.name(event.getStage()),
                        event.getCode(),
                        event.getJobId().isEmpty() ? "(no id)" : Printable.line(event.getJobId()),
                        failure.deadLetter().map(RecordPosition::toString).orElse("(no dead letter)"))
                + System.lineSeparator() + "    " + Printable.line(JobFailedException.describe(event));
    }
}
