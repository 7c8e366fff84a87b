package io.reverie.dream;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.reverie.worker.JobInterruptedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class DreamGateTest {

    private final DreamGate gate = new DreamGate();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void bulkWaitsWhileInteractiveOnesAreInWorkAndForTheNextOfThem() throws Exception {
        // Given an interactive job in work and a bulk one that waits
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<?> first = interactive("first", working, finish);
        working.await();
        CompletableFuture<?> bulk = CompletableFuture.runAsync(() -> gate.bulk("bulk", () -> order.add("bulk")));

        // When the interactive job ends and the next one comes a moment later
        Thread.sleep(DreamGate.QUIET.toMillis());
        assertThat(bulk).isNotDone();
        finish.countDown();
        first.get();
        long end = System.nanoTime();
        Thread.sleep(100);
        gate.interactive(() -> order.add("second"));
        bulk.get();

        // Then
        assertThat(order).containsExactly("first", "second", "bulk");
        assertThat(Duration.ofNanos(System.nanoTime() - end)).isGreaterThanOrEqualTo(DreamGate.QUIET);
    }

    @Test
    void interactiveDoesNotWaitAtTheGate() throws Exception {
        // Given a bulk job in work
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<?> bulk =
                CompletableFuture.runAsync(() -> gate.bulk("bulk", () -> await("bulk", working, finish)));
        working.await();

        // Then
        assertThat(gate.interactive(() -> order.add("interactive"))).isTrue();
        finish.countDown();
        bulk.get();
        assertThat(order).containsExactly("interactive", "bulk");
    }

    @Test
    void failedInteractiveJobOpensTheGateAgain() {
        assertThatThrownBy(() -> gate.interactive(() -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");
        assertThat(gate.bulk("bulk", () -> "done")).isEqualTo("done");
    }

    @Test
    void stopEndsTheWait() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<?> first = interactive("first", working, finish);
        working.await();
        CompletableFuture<?> bulk = CompletableFuture.runAsync(() -> gate.bulk(null, () -> order.add("bulk")));
        gate.onStop(null);
        assertThatThrownBy(() -> bulk.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(JobInterruptedException.class);
        finish.countDown();
        first.get();
        assertThat(order).containsExactly("first");
    }

    private CompletableFuture<?> interactive(String name, CountDownLatch working, CountDownLatch finish) {
        return CompletableFuture.runAsync(() -> gate.interactive(() -> await(name, working, finish)));
    }

    private boolean await(String name, CountDownLatch working, CountDownLatch finish) {
        working.countDown();
        try {
            finish.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return order.add(name);
    }
}
