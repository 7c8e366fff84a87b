package io.reverie.standalone.command;

import io.reverie.standalone.output.Console;

/**
 * Says, when the process is stopped (Ctrl-C) in the middle of a job, that the job is not: its request lies in the log,
 * and the workers do it when they run again.
 */
final class InterruptNotice implements AutoCloseable {

    private final Thread hook;

    InterruptNotice(Console console, String command, String jobId) {
        hook = new Thread(
                () -> console.notice("reverie " + command + ": interrupted. The job " + jobId
                        + " stays in the log and is done when the system runs again; "
                        + "the same command with --id " + jobId + " brings its result"),
                "reverie-interrupt-notice");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is being stopped: the notice is due.
        }
    }
}
