package io.reverie.train;

import jakarta.annotation.Priority;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.reverie.schemas.Stage;
import io.reverie.worker.BackendConfig;
import io.reverie.worker.LeftChannels;
import io.reverie.worker.ProcessMemory;
import io.reverie.worker.WorkerFacts;
import io.reverie.worker.WorkerStates;
import io.reverie.worker.WorkerStates.Status;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrainStartTest {

    private final WorkerStates states = new WorkerStates();
    private final WorkerFacts facts = new WorkerFacts();
    private final ProcessMemory memory = new ProcessMemory(new SimpleMeterRegistry());

    @Test
    void beginsBeforeTheChannels() throws NoSuchMethodException {
        Priority priority = TrainStart.class
                .getDeclaredMethod("onStart", StartupEvent.class)
                .getParameters()[0]
                .getAnnotation(Priority.class);

        // Then before SmallRye, which starts the channels at this priority
        assertThat(priority.value()).isLessThan(Interceptor.Priority.LIBRARY_BEFORE);
    }

    @Test
    void isReadyWithTheNativeLibrary() {
        // When
        new TrainStart(states, memory, facts, new Backend("cpu", false)).load();

        // Then
        assertThat(states.all().get(Stage.TRAIN).status()).isEqualTo(Status.READY);
        assertThat(facts.all()).containsEntry("device", "processor").containsKey("backend");
    }

    @Test
    void doesNotStartWithABackendThatThereIsNot() {
        assertThatThrownBy(() -> new TrainStart(states, memory, facts, new Backend("gpu", false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.backend.kind must be auto, cpu or cuda, but is gpu");
    }

    @Test
    void leavesTheChannelToOthersWithoutTheDeviceThatItNeeds() {
        String setting = LeftChannels.setting("train-requests");
        try {
            // When
            new TrainStart(states, memory, facts, new Backend("cuda", false)).onStart(new StartupEvent());

            // Then no record waits for it
            assertThat(states.all().get(Stage.TRAIN).status()).isEqualTo(Status.FAILED);
            assertThat(System.getProperty(setting)).isEqualTo("false");
        } finally {
            System.clearProperty(setting);
        }
    }

    @Test
    void takesNoJobsWhereTheDeviceThatItNeedsIsNotThere() {
        // Given a build without the backend that is asked for, when
        new TrainStart(states, memory, facts, new Backend("cuda", false)).load();

        // Then health has the reason and nothing of Java's
        assertThat(states.all().get(Stage.TRAIN).status()).isEqualTo(Status.FAILED);
        assertThat(states.all().get(Stage.TRAIN).reason())
                .startsWith("CUDA cannot be used: this build has no CUDA backend");
    }

    @Test
    void saysWhatFailedWhateverItIs() {
        // Given a machine that the native library was not built for
        TrainStart start = new TrainStart(states, memory, facts, () -> {}, () -> {
            throw new UnsatisfiedLinkError("no jnind4jcpu");
        });

        // When
        start.load();

        // Then
        assertThat(states.all().get(Stage.TRAIN).status()).isEqualTo(Status.FAILED);
        assertThat(states.all().get(Stage.TRAIN).reason()).contains("UnsatisfiedLinkError", "no jnind4jcpu");
    }

    @Test
    void hasAReasonEvenWhereTheExceptionHasNone() {
        // When
        new TrainStart(states, memory, facts, () -> {}, () -> {
                    throw new IllegalStateException();
                })
                .load();

        // Then
        assertThat(states.all().get(Stage.TRAIN).reason()).isEqualTo("java.lang.IllegalStateException");
    }

    private record Backend(String kind, boolean fallBackToCpu) implements BackendConfig {}
}
