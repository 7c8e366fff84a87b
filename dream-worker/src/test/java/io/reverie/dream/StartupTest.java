package io.reverie.dream;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import jakarta.annotation.Priority;
import jakarta.interceptor.Interceptor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.reverie.network.Model;
import io.reverie.network.NativeBackend;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.Plan;
import io.reverie.network.PlanCompiler;
import io.reverie.network.PlanLayer;
import io.reverie.schemas.Stage;
import io.reverie.worker.LeftChannels;
import io.reverie.worker.ProcessMemory;
import io.reverie.worker.WorkerFacts;
import io.reverie.worker.WorkerStates;
import io.reverie.worker.WorkerStates.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@link Startup} and {@link SelfTest}. */
class StartupTest {

    private static final List<String> CHANNELS = List.of("dream-requests", "dream-bulk", "score-recordings");
    private static final DreamLimits LIMITS = new DreamFixture.Limits(20, 2, 100, 1, 1, 1);

    private final WorkerStates states = new WorkerStates();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WorkerFacts facts = new WorkerFacts();
    private final ProcessMemory memory = new ProcessMemory(meters);

    @Test
    void beginsBeforeTheChannels() throws NoSuchMethodException {
        Priority priority = Startup.class
                .getDeclaredMethod("onStart", StartupEvent.class)
                .getParameters()[0]
                .getAnnotation(Priority.class);

        // Then before SmallRye, which starts the channels at this priority
        assertThat(priority.value()).isLessThan(Interceptor.Priority.LIBRARY_BEFORE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65})
    void doesNotStartWithABatchOutOfRange(int batch) {
        DreamLimits limits = new DreamFixture.Limits(20, 2, 100, 1, 1, batch);
        assertThatThrownBy(() -> new Startup(
                                states, new Device(DreamFixture.PROCESSOR), TreeMap::new, limits, memory, facts)
                        .onStart(new StartupEvent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.dream.batch must be 1 to 64, but is " + batch);
    }

    @Test
    void doesNotStartWithABackendThatThereIsNot() {
        Device device = new Device(new DreamFixture.Backend("gpu", false));
        assertThatThrownBy(() ->
                        new Startup(states, device, TreeMap::new, LIMITS, memory, facts).onStart(new StartupEvent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reverie.backend.kind must be auto, cpu or cuda, but is gpu");
    }

    @Test
    void takesNoJobsWhereTheDeviceThatItNeedsIsNotThere() {
        // Given a build without the backend that is asked for
        Device device = new Device(new DreamFixture.Backend("cuda", false));

        // When
        new Startup(states, device, TreeMap::new, LIMITS, memory, facts).prepare();

        // Then health has the reason and nothing of Java's
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.FAILED);
        assertThat(states.all().get(Stage.SCORE).reason())
                .startsWith("CUDA cannot be used: this build has no CUDA backend")
                .contains("reverie.backend.fall-back-to-cpu=true");
    }

    @Test
    void leavesTheChannelsToOthersWithoutTheDeviceThatItNeeds() {
        // Given
        Device device = new Device(new DreamFixture.Backend("cuda", false));
        try {
            // When
            new Startup(states, device, TreeMap::new, LIMITS, memory, facts).onStart(new StartupEvent());

            // Then no record waits for it
            assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.FAILED);
            assertThat(CHANNELS).allMatch(channel -> "false".equals(System.getProperty(LeftChannels.setting(channel))));
        } finally {
            CHANNELS.forEach(channel -> System.clearProperty(LeftChannels.setting(channel)));
        }
    }

    @Test
    void goesOnOnTheProcessorWhereThatIsAllowedAndSaysSo() {
        // Given
        Device device = new Device(new DreamFixture.Backend("cuda", true));

        // When
        new Startup(states, device, TreeMap::new, LIMITS, memory, facts).prepare();

        // Then
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.READY);
        assertThat(facts.all().get("backend-note")).contains("on the processor instead", "no CUDA backend");
    }

    @Test
    void isReadyWhenTheDeviceComputesAndTheModelsAreRead() {
        // Given a log that can be read only the second time
        int[] calls = {0};
        Startup startup = new Startup(
                states,
                new Device(DreamFixture.PROCESSOR),
                () -> {
                    if (calls[0]++ == 0) {
                        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.STARTING);
                        throw new IOException("no broker yet");
                    }
                    assertThat(states.all().get(Stage.DREAM).reason())
                            .isEqualTo("reads the log of models: no broker yet");
                    return new TreeMap<>();
                },
                LIMITS,
                memory,
                facts);

        // When
        startup.prepare();

        // Then
        assertThat(calls[0]).isEqualTo(2);
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.READY);
        assertThat(states.all().get(Stage.SCORE).status()).isEqualTo(Status.READY);
        assertThat(meters.get("reverie.process.memory").gauge().value()).isGreaterThan(10e6);
        assertThat(facts.all()).containsEntry("device", "processor").containsKey("backend");
    }

    @Test
    void saysWhatFailed() {
        // Given a device whose gradient is off by a tenth
        PlanCompiler wrong = new WrongCompiler();
        Startup startup = new Startup(
                states,
                new Device(DreamFixture.PROCESSOR) {
                    @Override
                    PlanCompiler compiler() {
                        return wrong;
                    }
                },
                TreeMap::new,
                LIMITS,
                memory,
                facts);

        // When
        startup.prepare();

        // Then
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.FAILED);
        assertThat(states.all().get(Stage.DREAM).reason()).contains("self-test", "derivative");
    }

    @Test
    void saysWhatFailedWhateverItIs() {
        // Given a machine that the native library was not built for, and no message
        Startup startup = new Startup(
                states,
                new Device(DreamFixture.PROCESSOR) {
                    @Override
                    PlanCompiler compiler() {
                        throw new UnsatisfiedLinkError();
                    }
                },
                TreeMap::new,
                LIMITS,
                memory,
                facts);

        // When
        startup.prepare();

        // Then
        assertThat(states.all().get(Stage.DREAM).status()).isEqualTo(Status.FAILED);
        assertThat(states.all().get(Stage.SCORE).reason()).isEqualTo("java.lang.UnsatisfiedLinkError");
    }

    @Test
    void selfTestPassesOnThisDeviceAndFailsOnAWrongOne() {
        assertThatCode(() -> SelfTest.run(new Nd4jPlanCompiler())).doesNotThrowAnyException();
        assertThatThrownBy(() -> SelfTest.run(new WrongCompiler())).isInstanceOf(IllegalStateException.class);
    }

    /** Gradients a tenth too large. */
    private static final class WrongCompiler implements PlanCompiler {

        private final PlanCompiler right = new Nd4jPlanCompiler();

        @Override
        public Plan compile(Model model, int batch, int frames) {
            Plan plan = right.compile(model, batch, frames);
            return new WrongPlan(plan);
        }

        @Override
        public Plan compileForPictures(Model model, int batch, int frames) {
            return compile(model, batch, frames);
        }

        @Override
        public NativeBackend backend() {
            return right.backend();
        }
    }

    private record WrongPlan(Plan right) implements Plan {

        @Override
        public int batch() {
            return right.batch();
        }

        @Override
        public int channels() {
            return right.channels();
        }

        @Override
        public int rows() {
            return right.rows();
        }

        @Override
        public int frames() {
            return right.frames();
        }

        @Override
        public int labels() {
            return right.labels();
        }

        @Override
        public void forward(float[] features, float[] logits) {
            right.forward(features, logits);
        }

        @Override
        public void inputGradient(float[] logitGradient, float[] featureGradient) {
            right.inputGradient(logitGradient, featureGradient);
            for (int i = 0; i < featureGradient.length; i++) {
                featureGradient[i] *= 1.1f;
            }
        }

        @Override
        public List<PlanLayer> layers() {
            return right.layers();
        }

        @Override
        public void activations(int layer, float[] activations) {
            right.activations(layer, activations);
        }

        @Override
        public void inputGradient(int layer, float[] gradient, float[] featureGradient) {
            right.inputGradient(layer, gradient, featureGradient);
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
