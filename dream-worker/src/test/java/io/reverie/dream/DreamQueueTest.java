package io.reverie.dream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.reverie.worker.Job;
import io.reverie.worker.JobInterruptedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Dreams are words here, and what agrees begins with the same letter. */
@Timeout(30)
class DreamQueueTest {

    private static final Job JOB = job(new AtomicBoolean());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Words words = new Words();
    private final DreamQueue<String, String> queue = new DreamQueue<>(4, words);

    @AfterEach
    void stop() throws InterruptedException {
        words.goOn.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void dreamsAloneWhereNobodyWaits() throws Exception {
        words.goOn.countDown();
        assertThat(dream("a1").get()).isEqualTo(new DreamQueue.Finished<>("A1", 1));
    }

    @Test
    void dreamsWhatWaitsTogetherWhereItAgreesAndInItsOrder() throws Exception {
        // Given dreams that came while another one was dreamed
        List<Future<DreamQueue.Finished<String>>> dreams = dreamBehindAnother("a1", "b1", "a2", "b2", "a3");

        // When
        words.goOn.countDown();

        // Then
        assertThat(results(dreams)).containsExactly("A1", "B1", "A2", "B2", "A3");
        assertThat(words.batches).containsExactly(List.of("first"), List.of("a1", "a2", "a3"), List.of("b1", "b2"));
        assertThat(dreams.get(4).get().together()).isEqualTo(3);
    }

    @Test
    void takesNoMoreThanABatchHolds() throws Exception {
        // Given
        List<Future<DreamQueue.Finished<String>>> dreams = dreamBehindAnother("a1", "a2", "a3", "a4", "a5", "a6");

        // When
        words.goOn.countDown();

        // Then
        assertThat(results(dreams)).hasSize(6);
        assertThat(words.batches.subList(1, 3)).containsExactly(List.of("a1", "a2", "a3", "a4"), List.of("a5", "a6"));
    }

    @Test
    void oneThatFailsByItselfDoesNotDisturbTheOthersOfItsBatch() throws Exception {
        // Given
        List<Future<DreamQueue.Finished<String>>> dreams = dreamBehindAnother("a1", "a-bad", "a3", "a4");

        // When
        words.goOn.countDown();

        // Then
        assertThat(results(List.of(dreams.get(0), dreams.get(2), dreams.get(3))))
                .containsExactly("A1", "A3", "A4");
        assertThatThrownBy(() -> dreams.get(1).get())
                .hasCauseInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("[a-bad]");
        assertThat(words.batches.subList(1, words.batches.size()))
                .containsExactly(
                        List.of("a1", "a-bad", "a3", "a4"),
                        List.of("a1", "a-bad"),
                        List.of("a1"),
                        List.of("a-bad"),
                        List.of("a3", "a4"));
    }

    @Test
    void allGetTheErrorWhereEachFailsAndTheQueueGoesOn() throws Exception {
        // Given
        List<Future<DreamQueue.Finished<String>>> dreams = dreamBehindAnother("a-bad-1", "a-bad-2", "a-bad-3");

        // When
        words.goOn.countDown();

        // Then
        for (Future<DreamQueue.Finished<String>> dream : dreams) {
            assertThatThrownBy(dream::get).hasCauseInstanceOf(OutOfMemoryError.class);
        }
        assertThat(dream("a4").get().result()).isEqualTo("A4");
    }

    @Test
    void whoeverIsNotWantedAnyMoreLeavesAtOnceAndTheNextTakesItsTurn() throws Exception {
        // Given the first of those that wait, and one that waits for a moment
        AtomicBoolean stopped = new AtomicBoolean();
        dreamBehindAnother();
        Future<DreamQueue.Finished<String>> unwanted = start(() -> queue.dream("b1", 'b', job(stopped)));
        Future<DreamQueue.Finished<String>> next = dream("a1");
        Future<String> moment = start(() -> queue.moment(() -> "heard", job(stopped)));

        // When
        stopped.set(true);

        // Then while the other one is still dreamed
        assertThatThrownBy(unwanted::get).hasCauseInstanceOf(JobInterruptedException.class);
        assertThatThrownBy(moment::get).hasCauseInstanceOf(JobInterruptedException.class);
        words.goOn.countDown();
        assertThat(next.get().result()).isEqualTo("A1");
        assertThat(words.batches).containsExactly(List.of("first"), List.of("a1"));
    }

    @Test
    void momentsComeBeforeTheDreamsThatWait() throws Exception {
        // Given
        List<Future<DreamQueue.Finished<String>>> dreams = dreamBehindAnother("a1");
        Future<List<List<String>>> before = start(() -> queue.moment(() -> List.copyOf(words.batches), JOB));

        // When
        words.goOn.countDown();

        // Then
        assertThat(before.get()).containsExactly(List.of("first"));
        assertThat(results(dreams)).containsExactly("A1");
    }

    @Test
    void aMomentThatFailsGivesTheEngineBack() throws Exception {
        words.goOn.countDown();
        assertThatThrownBy(() -> queue.moment(
                        () -> {
                            throw new IllegalStateException("no guide");
                        },
                        JOB))
                .hasMessage("no guide");
        assertThat(dream("a1").get().result()).isEqualTo("A1");
    }

    /** Dreams that wait, in this order, behind one that has the engine until it may go on. */
    private List<Future<DreamQueue.Finished<String>>> dreamBehindAnother(String... dreams) throws Exception {
        dream("first");
        words.begun.await();
        List<Future<DreamQueue.Finished<String>>> futures = new ArrayList<>();
        for (String dream : dreams) {
            futures.add(dream(dream));
        }
        return futures;
    }

    private Future<DreamQueue.Finished<String>> dream(String dream) throws Exception {
        return start(() -> queue.dream(dream, dream.charAt(0), JOB));
    }

    /** Starts a thread and returns when it waits or is finished. */
    private <T> Future<T> start(Callable<T> work) throws Exception {
        Thread[] thread = new Thread[1];
        CountDownLatch running = new CountDownLatch(1);
        Future<T> future = threads.submit(() -> {
            thread[0] = Thread.currentThread();
            running.countDown();
            return work.call();
        });
        running.await();
        while (!future.isDone()
                && thread[0].getState() != Thread.State.TIMED_WAITING
                && thread[0].getState() != Thread.State.WAITING) {
            Thread.sleep(5);
        }
        return future;
    }

    private static List<String> results(List<Future<DreamQueue.Finished<String>>> dreams)
            throws InterruptedException, ExecutionException {
        List<String> results = new ArrayList<>();
        for (Future<DreamQueue.Finished<String>> dream : dreams) {
            results.add(dream.get().result());
        }
        return results;
    }

    private static Job job(AtomicBoolean stopped) {
        return new Job("dreams", "dream", "0".repeat(64), new TreeMap<>(), stopped::get);
    }

    /** Dreams words in capitals, one batch at a time, the first not before it may; runs out of memory for bad ones. */
    private static final class Words implements DreamQueue.Engine<String, String> {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final List<List<String>> batches = new ArrayList<>();

        @Override
        public List<String> dream(List<String> dreams) {
            batches.add(dreams);
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (dreams.stream().anyMatch(dream -> dream.contains("bad"))) {
                throw new OutOfMemoryError("no memory for " + Arrays.toString(dreams.toArray()));
            }
            return dreams.stream().map(String::toUpperCase).toList();
        }
    }
}
