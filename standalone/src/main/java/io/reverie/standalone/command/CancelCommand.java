package io.reverie.standalone.command;

import java.io.IOException;
import java.util.concurrent.Callable;

import io.reverie.schemas.JobCancelled;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.system.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks that a job be stopped. */
@Command(
        name = "cancel",
        description = {
            "Asks the workers to stop a job, whether it runs or waits: it ends within a step or an iteration, and whoever "
                    + "waits for it is told. What is finished stays.",
            "Does not wait for the end; `reverie status ID` says what became of it. Asking for the job anew starts it "
                    + "from the beginning. Exit 1 where the job is unknown."
        })
final class CancelCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "ID", description = "Identity of a dream, a training or an ingest request.")
    private String id;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; whoever waits for the job is told.")
    private String reason;

    private final Console console;

    CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = system.withoutWorkers(console)) {
            // A mistyped id would be taken without a word.
            if (session.client().history(id).isEmpty()) {
                throw new MissingPathException("No job is known by the id " + id);
            }
            JobCancelled cancellation = session.client().cancel(id, reason);
            console.result(
                    json.json()
                            ? StoredEvents.json(session.store()).line(cancellation)
                            : "The workers are asked to stop " + id);
        }
        return ExitCode.DONE;
    }
}
