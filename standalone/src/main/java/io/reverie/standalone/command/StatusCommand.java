package io.reverie.standalone.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamScored;
import io.reverie.schemas.JobCancelled;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.ModelReady;
import io.reverie.schemas.RecordingReady;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.schemas.TrainProgress;
import io.reverie.standalone.client.JobFailedException;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.system.Session;
import org.apache.avro.specific.SpecificRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What is known of a job. */
@Command(
        name = "status",
        description = "Says what the log knows of a job: the newest event of each kind. Exit 1 where it is unknown.")
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "ID", description = "Identity of a dream, a training or an ingest request.")
    private String id;

    private final Console console;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = system.withoutWorkers(console)) {
            List<SpecificRecord> history = session.client().history(id);
            if (history.isEmpty()) {
                throw new MissingPathException("No job is known by the id " + id);
            }
            EventJson events = StoredEvents.json(session.store());
            for (SpecificRecord event : history) {
                console.result(json.json() ? events.line(event) : describe(event));
            }
        }
        return ExitCode.DONE;
    }

    private static String describe(SpecificRecord event) {
        String detail = "";
        if (event instanceof DreamProgress progress) {
            detail = "iteration " + progress.getIteration() + " of " + progress.getOf();
        } else if (event instanceof TrainProgress progress) {
            detail = "step " + progress.getStep() + " of " + progress.getOf();
        } else if (event instanceof SpectrogramReady ready) {
            detail = ready.getSpectrogram().getArtifact().getKey();
        } else if (event instanceof ModelReady ready) {
            detail = ready.getName() + ", " + ready.getModel().getKey();
        } else if (event instanceof RecordingReady ready) {
            detail = ready.getWav().getKey();
        } else if (event instanceof DreamScored scored) {
            detail = scored.getTarget() + (scored.getSuccess() ? " is heard" : " is not heard");
        } else if (event instanceof JobCancelled cancellation) {
            detail = cancellation.getReason() == null ? "" : cancellation.getReason();
        } else if (event instanceof JobFailed failure) {
            detail = JobFailedException.describe(failure);
        }
        return String.format("%-16s  %s", event.getSchema().getName(), detail).stripTrailing();
    }
}
