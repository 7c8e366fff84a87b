package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jboss.logging.Logger;

/** Tries again what may succeed later, with delays that double, until it succeeds or the worker stops. */
final class BackOff {

    /** Something that may succeed later. */
    @FunctionalInterface
    interface Attempt<T> {
        T run() throws IOException;
    }

    /** Between two looks at whether what is waited for is still wanted. */
    private static final Duration CHECK = Duration.ofMillis(100);

    private static final Logger LOG = Logger.getLogger(BackOff.class);

    private final Duration first;
    private final Duration longest;
    private final CountDownLatch stopped = new CountDownLatch(1);

    BackOff(Duration first, Duration longest) {
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("reverie.retry.first-delay must be above 0, but is " + first);
        }
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "reverie.retry.longest-delay must be at least the first delay " + first + ", but is " + longest);
        }
        this.first = first;
        this.longest = longest;
    }

    /**
     * Runs until it succeeds. Exceptions other than {@link IOException} are passed on at once.
     *
     * @param description begins each log line
     * @param wanted is run often while waiting; what it throws ends the waiting
     * @throws JobInterruptedException where the worker stops
     */
    <T> T retry(Supplier<String> description, Runnable wanted, Attempt<T> attempt) {
        Duration delay = first;
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                requireRunning(description);
                LOG.warnf(e, "%s cannot go on; tried again in %d ms", description.get(), delay.toMillis());
            }
            pause(description, wanted, delay);
            delay = delay.multipliedBy(2).compareTo(longest) > 0 ? longest : delay.multipliedBy(2);
        }
    }

    /** Raises {@link JobInterruptedException} where the worker stops. */
    void requireRunning(Supplier<String> description) {
        if (isStopped()) {
            throw new JobInterruptedException(description.get());
        }
    }

    void stop() {
        stopped.countDown();
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Waits; raises {@link JobInterruptedException} where the worker stops meanwhile.
     *
     * @param wanted is run often while waiting; what it throws ends the waiting
     */
    void pause(Supplier<String> description, Runnable wanted, Duration delay) {
        long end = System.nanoTime() + delay.toNanos();
        try {
            for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
                wanted.run();
                stopped.await(Math.min(left, CHECK.toNanos()), TimeUnit.NANOSECONDS);
                requireRunning(description);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobInterruptedException(description.get());
        }
    }
}
