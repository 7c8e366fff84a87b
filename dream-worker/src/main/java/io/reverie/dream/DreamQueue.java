package io.reverie.dream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import org.jboss.logging.Logger;

/**
 * The engine is used by one thread at a time. Those that have a dream ready wait here, in the order in which they came;
 * the one whose turn it is takes along whatever dreams wait by then and agree with its own, and dreams them as one batch.
 * Nobody waits for company: a dream that finds the engine free begins alone.
 *
 * <p>Where a batch fails as a whole, for want of memory or by one dream's fault, its halves are dreamed one after the
 * other, and so on; only a dream that fails by itself has failed. Thread-safe.
 *
 * @param <D> a dream that is ready
 * @param <R> what becomes of it
 */
final class DreamQueue<D, R> {

    private static final Logger LOG = Logger.getLogger(DreamQueue.class);

    /** Milliseconds between two looks at whether a waiting job is still wanted. */
    private static final long CHECK = 100;

    /** Dreams several dreams as one batch. */
    @FunctionalInterface
    interface Engine<D, R> {

        /** What becomes of the dreams, in their order. */
        List<R> dream(List<D> dreams);
    }

    /** A moment's work of the engine that is no dream. */
    @FunctionalInterface
    interface Moment<V> {
        V run() throws IOException;
    }

    /**
     * A finished dream.
     *
     * @param result of this dream
     * @param together how many dreams the batch had, this one included
     */
    record Finished<R>(R result, int together) {}

    private final int most;
    private final Engine<D, R> engine;
    /** Guards everything below, and what entries become. */
    private final Object lock = new Object();

    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int waitingMoments;
    private boolean busy;

    /**
     * A queue.
     *
     * @param most dreams of a batch, at least 1
     */
    DreamQueue(int most, Engine<D, R> engine) {
        this.most = most;
        this.engine = engine;
    }

    /**
     * Dreams, alone or in company; returns when this dream is finished, though others of its batch may go on.
     *
     * @param company equal for dreams that may be of one batch
     * @param job what it is for; where it is not wanted any more, the waiting ends with what {@link Job#checkActive} raises
     * @throws RuntimeException or an {@link Error}: what the engine raised for this dream alone
     */
    Finished<R> dream(D dream, Object company, Job job) {
        Entry mine = new Entry(dream, company);
        List<Entry> batch;
        synchronized (lock) {
            waiting.add(mine);
            try {
                await(job, () -> mine.isDone() || isFree() && waitingMoments == 0 && waiting.peek() == mine);
            } catch (RuntimeException e) {
                mine.isAbandoned = true;
                waiting.remove(mine);
                lock.notifyAll();
                throw e;
            }
            if (mine.isDone()) {
                return mine.finished();
            }
            busy = true;
            batch = take(company);
        }
        try {
            dream(batch);
        } finally {
            free();
        }
        return mine.finished();
    }

    /**
     * Has the engine for a moment, before the dreams that wait.
     *
     * @param job as for a dream
     */
    <V> V moment(Moment<V> moment, Job job) throws IOException {
        synchronized (lock) {
            waitingMoments++;
            try {
                await(job, this::isFree);
                busy = true;
            } finally {
                waitingMoments--;
                lock.notifyAll();
            }
        }
        try {
            return moment.run();
        } finally {
            free();
        }
    }

    private boolean isFree() {
        return !busy;
    }

    private void free() {
        synchronized (lock) {
            busy = false;
            lock.notifyAll();
        }
    }

    /** Waits, holding the lock. */
    private void await(Job job, BooleanSupplier ready) {
        try {
            while (!ready.getAsBoolean()) {
                lock.wait(CHECK);
                if (!ready.getAsBoolean()) {
                    job.checkActive();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobInterruptedException(job.id());
        }
    }

    /** Takes those that agree with the first, which is one of them. */
    private List<Entry> take(Object company) {
        List<Entry> batch = new ArrayList<>();
        for (Iterator<Entry> entries = waiting.iterator(); entries.hasNext() && batch.size() < most; ) {
            Entry entry = entries.next();
            if (entry.company.equals(company)) {
                entries.remove();
                batch.add(entry);
            }
        }
        return batch;
    }

    private void dream(List<Entry> batch) {
        List<R> results;
        try {
            results = engine.dream(batch.stream().map(entry -> entry.dream).toList());
        } catch (RuntimeException | Error e) {
            dreamHalves(batch, e);
            return;
        }
        synchronized (lock) {
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).finished = new Finished<>(results.get(i), batch.size());
            }
            lock.notifyAll();
        }
    }

    private void dreamHalves(List<Entry> batch, Throwable failure) {
        if (batch.size() == 1) {
            synchronized (lock) {
                batch.get(0).failure = failure;
                lock.notifyAll();
            }
            return;
        }
        LOG.warnf("A batch of %d dreams is dreamed in halves, for it failed: %s", batch.size(), failure);
        int half = batch.size() / 2;
        for (List<Entry> part : List.of(batch.subList(0, half), batch.subList(half, batch.size()))) {
            List<Entry> wanted = wanted(part);
            if (!wanted.isEmpty()) {
                dream(wanted);
            }
        }
    }

    private List<Entry> wanted(List<Entry> batch) {
        synchronized (lock) {
            return batch.stream().filter(entry -> !entry.isAbandoned).toList();
        }
    }

    /** A dream on its way. */
    private final class Entry {

        private final D dream;
        private final Object company;
        private Finished<R> finished;
        private Throwable failure;
        private boolean isAbandoned;

        Entry(D dream, Object company) {
            this.dream = dream;
            this.company = company;
        }

        boolean isDone() {
            return finished != null || failure != null;
        }

        /** What the engine gave or raised; only a RuntimeException or an Error is ever kept. */
        Finished<R> finished() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
            return finished;
        }
    }
}
