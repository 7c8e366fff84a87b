package io.reverie.standalone.command;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import io.reverie.schemas.ModelReady;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.output.Table;
import io.reverie.standalone.system.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What models there are. */
@Command(name = "models", description = "Lists the newest model of each name.")
final class ModelsCommand implements Callable<Integer> {

    @Mixin
    private SystemOptions system;

    @Mixin
    private JsonOption json;

    private final Console console;

    ModelsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (Session session = system.withoutWorkers(console)) {
            Collection<ModelReady> models = session.client().models().values();
            if (json.json()) {
                EventJson events = StoredEvents.json(session.store());
                models.forEach(model -> console.result(events.line(model)));
            } else if (models.isEmpty()) {
                console.notice("There are no models yet; `reverie train` makes one");
            } else {
                print(models);
            }
        }
        return ExitCode.DONE;
    }

    private void print(Collection<ModelReady> models) {
        Table table = new Table("NAME", "FEATURES", "NETWORK", "TRACKS", "VALIDATED", "MADE", "LABELS");
        for (ModelReady model : models) {
            Double accuracy = model.getMetrics().getTrackAccuracy();
            table.add(List.of(
                    model.getName(),
                    NamedEnums.name(model.getFeatures()),
                    NamedEnums.name(model.getArchitecture()),
                    String.valueOf(model.getMetrics().getTrainTracks()),
                    accuracy == null ? "-" : String.format(Locale.ROOT, "%.2f", accuracy),
                    model.getCreatedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    String.join(",", model.getLabels())));
        }
        table.lines().forEach(console::result);
    }
}
