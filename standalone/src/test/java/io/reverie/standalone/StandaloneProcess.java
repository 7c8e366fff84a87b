package io.reverie.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    /**
     * Starts a system with a setting that it refuses, and returns what it says about it.
     *
     * @param folder for its data, which it may have begun with
     */
    static String refusal(Path folder, String setting) throws Exception {
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(command(
                        List.of(setting),
                        "up",
                        "--data",
                        folder.resolve("data").toString(),
                        "--kafka-port",
                        "0",
                        "--http-port",
                        "0"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(40, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String said = Files.readString(errors);
        if (!ended || process.exitValue() != 1) {
            throw new AssertionError("Exit status " + process.exitValue() + ": " + said);
        }
        return said;
    }

    private static StandaloneProcess start(List<String> settings, String... arguments) throws IOException {
        return new StandaloneProcess(new ProcessBuilder(command(settings, arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static List<String> command(List<String> settings, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-Xmx1g"));
        settings.forEach(setting -> command.add("-D" + setting));
        command.addAll(List.of("-jar", APPLICATION.toString()));
        command.addAll(List.of(arguments));
        return command;
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
