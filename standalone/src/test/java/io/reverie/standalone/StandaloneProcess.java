package io.reverie.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The packaged application as a process of its own, as users run it. */
final class StandaloneProcess implements AutoCloseable {

    private static final Path APPLICATION = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Process process;
    private final BufferedReader out;

    private StandaloneProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static StandaloneProcess start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    private static StandaloneProcess start(List<String> settings, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx1g"));
        settings.forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of("-jar", APPLICATION.toString()));
        command.addAll(List.of(arguments));
        return new StandaloneProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * Starts a system on free ports.
     *
     * @param settings of the workers, {@code key=value}
     */
    static StandaloneProcess up(Path data, String... settings) throws IOException {
        return start(
                List.of(settings), "up", "--data", data.toString(), "--kafka-port", "0", "--http-port", "0", "--json");
    }

    /** Waits for the next line of standard output and reads it as JSON. */
    JsonNode nextLine() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The process ended without another line");
        }
        return new ObjectMapper().readTree(line);
    }

    /** Reads the rest of standard output and waits for the end. */
    List<String> finish() throws Exception {
        List<String> lines = out.lines().toList();
        process.waitFor();
        return lines;
    }

    int status() {
        return process.exitValue();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As Ctrl-C does. */
    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("The process did not stop within 30 s");
        }
    }
}
