package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reverie.standalone.output.Console;
import io.reverie.standalone.output.EventJson;
import io.reverie.standalone.system.DataDirectory;
import io.reverie.standalone.system.RunningSystem;
import io.reverie.standalone.system.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A system that stays. */
@Command(
        name = "up",
        description = "Starts Kafka and the four workers on this machine and keeps them until Ctrl-C.",
        footer = {
            "%nBoth listen on 127.0.0.1 only. Jobs that were interrupted, by whatever, are taken up again.",
            "%nExamples:",
            "  reverie up",
            "  reverie up --kafka-port 19092 --http-port 18080 --data /var/lib/reverie",
            "  reverie up --no-workers"
        })
final class UpCommand implements Callable<Integer> {

    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "Folder of the system: its Kafka, artifacts and logs (default: ./${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of Kafka; 0: any free one (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port of the health endpoint; 0: any free one (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--no-workers",
            description = "Start Kafka and its topics alone, for workers that are started by themselves.")
    private boolean noWorkers;

    @Mixin
    private JsonOption json;

    private final Console console;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory directory = new DataDirectory(data);
        try (Session session = Session.start(directory, kafkaPort, httpPort, !noWorkers, console::notice)) {
            List<String> missing = noWorkers ? List.of() : session.awaitReady(LONGEST_START);
            print(directory, session.system(), missing);
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }

    private void print(DataDirectory directory, RunningSystem system, List<String> missing) {
        if (json.json()) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("event", "SystemStarted");
            node.put("ready", missing.isEmpty());
            node.put("bootstrapServers", system.bootstrapServers());
            node.put("http", system.http());
            node.put("store", directory.store().toString());
            node.put("log", directory.logFile().toString());
            console.result(EventJson.write(node));
            return;
        }
        console.result("Kafka      " + system.bootstrapServers());
        if (system.http() != null) {
            console.result("Health     " + system.http() + "/q/health");
        }
        console.result("Artifacts  " + directory.store());
        console.result("Log        " + directory.logFile());
        console.result(
                (missing.isEmpty() ? "Ready" : "Not ready yet: " + String.join("; ", missing)) + ". Ctrl-C stops.");
    }
}
