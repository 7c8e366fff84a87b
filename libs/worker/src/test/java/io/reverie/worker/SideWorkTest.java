package io.reverie.worker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SideWorkTest {

    @Test
    void isDoneBesideTheRest() throws IOException {
        // Given
        CountDownLatch rest = new CountDownLatch(1);

        // When the part waits for what is done after it began
        try (SideWork<String> part = SideWork.start(() -> {
            await(rest);
            return "done";
        })) {
            rest.countDown();

            // Then
            assertThat(part.result()).isEqualTo("done");
        }
    }

    @Test
    void passesOnWhatThePartRaised() {
        assertRaised(
                () -> {
                    throw new FileNotFoundException("gone");
                },
                FileNotFoundException.class);
        assertRaised(
                () -> {
                    throw JobRejectedException.invalidValue("wav", 1, "2");
                },
                JobRejectedException.class);
        assertRaised(
                () -> {
                    throw new OutOfMemoryError("full");
                },
                OutOfMemoryError.class);
    }

    @Test
    void isOverWhenItIsLeft() {
        // Given
        AtomicBoolean over = new AtomicBoolean();

        // When the rest fails while the part goes on
        assertThatThrownBy(() -> {
                    try (SideWork<Void> part = SideWork.start(() -> {
                        sleep(200);
                        over.set(true);
                        throw new IOException("nobody asks");
                    })) {
                        throw new IllegalStateException("the rest");
                    }
                })
                // Then
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the rest");
        assertThat(over).isTrue();
    }

    @Test
    void anInterruptedWaitEndsAndIsRemembered() {
        // Given
        CountDownLatch rest = new CountDownLatch(1);
        try (SideWork<Void> part = SideWork.start(() -> {
            await(rest);
            return null;
        })) {
            Thread.currentThread().interrupt();

            // When, then
            assertThatThrownBy(part::result).isInstanceOf(InterruptedIOException.class);
            rest.countDown();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void logRecordsCarryWhatTheJobsDo() throws IOException {
        // Given
        MDC.put("job", "d-1");

        // When
        try (SideWork<Object> part = SideWork.start(() -> MDC.get("job"))) {
            // Then
            assertThat(part.result()).isEqualTo("d-1");
        } finally {
            MDC.remove("job");
        }
    }

    private static void assertRaised(SideWork.Part<Void> part, Class<? extends Throwable> type) {
        assertThatThrownBy(() -> {
                    try (SideWork<Void> work = SideWork.start(part)) {
                        work.result();
                    }
                })
                .isInstanceOf(type);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
