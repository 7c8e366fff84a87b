package io.reverie.worker;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A part of a job that is done beside the rest of it, in a thread of its own: writing one file while the next is made. To be
 * used as a resource, so that it never outlives what it is a part of. It is no place for native operations, whose threads
 * belong to the thread that calls them.
 *
 * @param <T> what becomes of it
 */
public final class SideWork<T> implements AutoCloseable {

    /** A part of a job. */
    @FunctionalInterface
    public interface Part<T> {

        /** Does it. */
        T run() throws IOException;
    }

    private final FutureTask<T> task;

    private SideWork(FutureTask<T> task) {
        this.task = task;
    }

    /** Begins it. The new thread inherits what its log records carry. */
    public static <T> SideWork<T> start(Part<T> part) {
        FutureTask<T> task = new FutureTask<>(part::run);
        Thread thread = new Thread(task, Thread.currentThread().getName() + "-side");
        thread.setDaemon(true);
        thread.start();
        return new SideWork<>(task);
    }

    /**
     * Waits for its result.
     *
     * @throws IOException what it raised, as it raised runtime exceptions and errors; or where the wait is interrupted
     */
    public T result() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a part of the job");
        } catch (ExecutionException e) {
            throw raised(e.getCause());
        }
    }

    private static IOException raised(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        return (IOException) cause;
    }

    /** Waits until it is over, however it ends. */
    @Override
    public void close() {
        boolean interrupted = false;
        while (!task.isDone()) {
            try {
                task.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // Whoever wants the result is told; here somebody leaves without it.
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
