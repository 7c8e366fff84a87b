package io.reverie.standalone.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.standalone.client.FailureLog;
import io.reverie.standalone.client.RecordPosition;
import io.reverie.standalone.client.Retries;
import io.reverie.standalone.client.Retries.Retry;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.system.Session;
import io.reverie.worker.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends dead letters again. */
@Command(
        name = "retry",
        description = {
            "Sends a dead letter again: the record as it came, from its dead-letter topic to the topic that it came from. "
                    + "It does not wait; `reverie status ID` says what becomes of it. What is done by now is answered "
                    + "again and not done again.",
            "Of a job that failed several times the newest dead letter is sent. Exit 1 where there is none."
        },
        footer = {
            "%nExamples:",
            "  reverie retry my-first-dream",
            "  reverie retry reverie.dream.requests.dlq/1/42",
            "  reverie retry --all --code unknown-model --dry-run"
        })
final class RetryCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Mixin
    private FailureFilter filter;

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description =
                    "Identities of jobs, or places of dead letters, TOPIC/PARTITION/OFFSET, as `reverie failures` "
                            + "lists them.")
    private List<String> names = List.of();

    @Option(
            names = "--all",
            description =
                    "Every dead letter that has not been sent again yet, of failures that --stage and --code choose; "
                            + "one of the two is needed.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only say which dead letters would be sent.")
    private boolean dryRun;

    @Spec
    private CommandSpec command;

    private final Console console;

    RetryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        requireUsage();
        try (Session session = system.withoutWorkers(console)) {
            List<RecordPosition> letters =
                    all ? session.failures().notRetried(filter::includes) : named(session.failures());
            if (letters.isEmpty()) {
                throw new MissingPathException("There is no such dead letter that has not been sent again");
            }
            if (dryRun) {
                letters.forEach(this::printPlan);
            } else {
                send(letters, session);
            }
        }
        return ExitCode.DONE;
    }

    private void requireUsage() {
        if (all == !names.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Name the jobs or give --all, one of the two");
        }
        if (all != filter.isGiven()) {
            throw new ParameterException(
                    command.commandLine(), "--all needs --stage or --code, and these have no effect without it");
        }
    }

    private static List<RecordPosition> named(FailureLog log, String name) throws IOException {
        Optional<RecordPosition> position = RecordPosition.parse(name)
                .filter(place -> log.deadLetterTopics().contains(place.topic()));
        return List.of(
                position.isPresent()
                        ? position.get()
                        : log.deadLetterOf(name)
                                .orElseThrow(() -> new MissingPathException("There is no dead letter of a job " + name
                                        + "; `reverie failures` lists what failed")));
    }

    private List<RecordPosition> named(FailureLog log) throws IOException {
        List<RecordPosition> letters = new ArrayList<>();
        for (String name : names) {
            letters.addAll(named(log, name));
        }
        return letters;
    }

    private void send(List<RecordPosition> letters, Session session) throws IOException {
        try (Retries retries = session.retries()) {
            for (RecordPosition letter : letters) {
                Retry retry = retries.retry(letter)
                        .orElseThrow(() -> new MissingPathException("There is no record " + letter
                                + ", or none any more: dead letters are kept for 30 days"));
                console.result(json.json() ? line(retry) : describe(retry));
            }
        }
    }

    private void printPlan(RecordPosition letter) {
        console.result(
                json.json()
                        ? EventJson.write(event("WouldRetry").set("deadLetter", PositionJson.node(letter)))
                        : letter.toString());
    }

    private static String line(Retry retry) {
        ObjectNode node = event("Retried").put("key", retry.key());
        node.set("deadLetter", PositionJson.node(retry.deadLetter()));
        node.set("sent", PositionJson.node(retry.sent()));
        return EventJson.write(node);
    }

    private static ObjectNode event(String name) {
        return JsonNodeFactory.instance.objectNode().put("event", name);
    }

    private static String describe(Retry retry) {
        String key = retry.key() == null ? "a record without key" : Printable.line(retry.key());
        return "Sent " + key + " again: " + retry.deadLetter() + " is now " + retry.sent();
    }
}
