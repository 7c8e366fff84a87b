package io.reverie.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM that can be killed and started again; what it prints is appended to a file. */
final class ChildProcess implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int SECONDS_TO_STOP = 60;

    private final String name;
    private final List<String> command;
    private final Path log;
    private Process process;

    /**
     * A process that is not started.
     *
     * @param arguments of {@code java}
     * @param log where its output goes
     */
    ChildProcess(String name, List<String> arguments, Path log) {
        this.name = name;
        this.command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        this.command.addAll(arguments);
        this.log = log;
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    synchronized void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        process = builder.start();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** As {@code kill -9} does. */
    synchronized void kill() {
        process.destroyForcibly();
        join();
    }

    /** As {@code kill -STOP} does: it stands still, as a virtual machine that is moved, and notices nothing of it. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Goes on after {@link #suspend}. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private synchronized void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("kill -" + signal + " of " + name + " ended with " + status);
        }
    }

    /** Whether the log has a text. */
    boolean said(String text) throws IOException {
        return Files.exists(log) && Files.readString(log).contains(text);
    }

    /** As {@code kill} does. */
    @Override
    public synchronized void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        join();
    }

    private void join() {
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes that were logged so far: where a later {@link #awaitLine} may begin. */
    long logged() throws IOException {
        return Files.exists(log) ? Files.size(log) : 0;
    }

    /** Waits until the log has a text that was written after a position. */
    void awaitLine(String text, long from, Duration longest) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(longest);
        while (!(Files.exists(log)
                && Files.readString(log).substring((int) from).contains(text))) {
            if (Instant.now().isAfter(end)) {
                throw new IOException(name + " did not say '" + text + "' within " + longest + "; see " + log);
            }
            if (!isAlive()) {
                throw new IOException(name + " ended; see " + log);
            }
            Thread.sleep(POLL.toMillis());
        }
    }
}
