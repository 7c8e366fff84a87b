package io.reverie.dream;

import java.time.Duration;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.reverie.worker.JobInterruptedException;

/**
 * Lets interactive requests go before bulk ones: no bulk job begins while an interactive one is in work or has just been.
 * One that has begun is finished. Thread-safe.
 */
@ApplicationScoped
class DreamGate {

    /** The next of several interactive records comes within this time; it is not overtaken meanwhile. */
    static final Duration QUIET = Duration.ofSeconds(1);

    private int interactive;
    private long lastInteractive = System.nanoTime();
    private boolean stopped;

    /** Runs a job before every bulk job that has not begun. */
    <T> T interactive(Supplier<T> job) {
        begin();
        try {
            return job.get();
        } finally {
            end();
        }
    }

    /**
     * Runs a job once no interactive one is there.
     *
     * @param key of its record
     * @throws JobInterruptedException where the worker stops before it begins
     */
    <T> T bulk(String key, Supplier<T> job) {
        await(key);
        return job.get();
    }

    synchronized void onStop(@Observes ShutdownEvent event) {
        stopped = true;
        notifyAll();
    }

    private synchronized void begin() {
        interactive++;
    }

    private synchronized void end() {
        interactive--;
        lastInteractive = System.nanoTime();
        notifyAll();
    }

    private synchronized void await(String key) {
        try {
            while (!stopped) {
                long quiet = System.nanoTime() - lastInteractive;
                if (interactive == 0 && quiet >= QUIET.toNanos()) {
                    return;
                }
                wait(interactive > 0 ? 0 : 1 + (QUIET.toNanos() - quiet) / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new JobInterruptedException(String.valueOf(key));
    }
}
