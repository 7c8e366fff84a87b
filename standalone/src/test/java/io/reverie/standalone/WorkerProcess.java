package io.reverie.standalone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.reverie.standalone.kafka.LocalPorts;

/** A packaged worker as a process of its own, as operators run it. */
final class WorkerProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String kind;
    private final Path log;
    private final int port;
    private final Process process;

    private WorkerProcess(String kind, Path log, int port, Process process) {
        this.kind = kind;
        this.log = log;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a worker.
     *
     * @param kind ingest, train, dream or reconstruct
     * @param folder of its log and, in {@code store}, of the artifacts
     * @param kafka properties of Kafka's clients; passwords are handed over by the environment, the others as system
     *     properties
     */
    static WorkerProcess start(String kind, Path folder, String bootstrapServers, Map<String, String> kafka)
            throws IOException {
        return start(kind, folder, bootstrapServers, kafka, List.of(), Map.of());
    }

    /**
     * The same with further options and variables.
     *
     * @param options of the virtual machine, for example {@code -Dreverie.store.kind=s3}
     * @param environment of the process, beside this one's
     */
    static WorkerProcess start(
            String kind,
            Path folder,
            String bootstrapServers,
            Map<String, String> kafka,
            List<String> options,
            Map<String, String> environment)
            throws IOException {
        int port = LocalPorts.findFree();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-Dquarkus.http.port=" + port,
                "-Dkafka.bootstrap.servers=" + bootstrapServers,
                "-Dreverie.store.folder=" + folder.resolve("store")));
        Path log = folder.resolve(kind + "-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        kafka.forEach((name, value) -> {
            String property = "kafka." + name;
            if (name.contains("password") || name.contains("jaas")) {
                builder.environment().put(property.toUpperCase(Locale.ROOT).replace('.', '_'), value);
            } else {
                command.add("-D" + property + "=" + value);
            }
        });
        command.addAll(options);
        command.addAll(List.of("-jar", "../" + kind + "-worker/target/quarkus-app/quarkus-run.jar"));
        return new WorkerProcess(kind, log, port, builder.command(command).start());
    }

    /** What it printed so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** What {@code /q/health/PART} says; empty where nothing answers. */
    String health(String part) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/" + part))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits for it to end by itself. */
    boolean endsWithin(Duration longest) throws InterruptedException {
        return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill} does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IllegalStateException("The worker " + kind + " did not stop within 30 s");
        }
    }
}
