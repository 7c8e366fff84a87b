package io.reverie.train;

import java.util.function.Supplier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import io.reverie.network.BackendKind;
import io.reverie.network.ComputingBackend;
import io.reverie.network.NoUsableDeviceException;
import io.reverie.schemas.Stage;
import io.reverie.worker.BackendConfig;
import io.reverie.worker.LeftChannels;
import io.reverie.worker.NativeThreads;
import io.reverie.worker.ProcessMemory;
import io.reverie.worker.WorkerFacts;
import io.reverie.worker.WorkerStates;
import org.bytedeco.javacpp.Pointer;
import org.jboss.logging.Logger;

/** Loads the native library, and tests a device, beside the start of the application, so that health tells whether this worker can train. */
@ApplicationScoped
class TrainStart {

    private static final Logger LOG = Logger.getLogger(TrainStart.class);

    private final WorkerStates states;
    private final ProcessMemory memory;
    private final WorkerFacts facts;
    private final Runnable requirement;
    private final Supplier<ComputingBackend> backend;

    /** Refuses a backend that there is not. */
    @Inject
    TrainStart(WorkerStates states, ProcessMemory memory, WorkerFacts facts, BackendConfig config) {
        this(states, memory, facts, BackendKind.of(config.kind()), config.fallBackToCpu());
    }

    private TrainStart(
            WorkerStates states, ProcessMemory memory, WorkerFacts facts, BackendKind kind, boolean fallBackToCpu) {
        this(
                states,
                memory,
                facts,
                () -> ComputingBackend.require(kind, fallBackToCpu),
                () -> ComputingBackend.load(kind, fallBackToCpu));
    }

    /**
     * @param requirement raises {@link NoUsableDeviceException} where the device that is needed is not there
     * @param backend loads what computes
     */
    TrainStart(
            WorkerStates states,
            ProcessMemory memory,
            WorkerFacts facts,
            Runnable requirement,
            Supplier<ComputingBackend> backend) {
        this.requirement = requirement;
        this.states = states;
        this.memory = memory;
        this.facts = facts;
        this.backend = backend;
    }

    /**
     * Before the channels begin, so that they find the stage starting and wait. Without the device that it needs the worker
     * leaves the channel to others: it would never take a record.
     */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        NativeThreads.check();
        states.starting(Stage.TRAIN, "loading the native library");
        try {
            requirement.run();
        } catch (NoUsableDeviceException failure) {
            LeftChannels.leave("train-requests");
            unusable(failure);
            return;
        }
        Thread loading = new Thread(this::load, "train-start");
        loading.setDaemon(true);
        loading.start();
    }

    void load() {
        try {
            ComputingBackend computing = backend.get();
            LOG.infof("stage=train %s", computing);
            facts.add(computing.facts());
            // The processor's library is what every build is tested with.
            if (computing.choice().device().isPresent()) {
                SelfTest.run();
                LOG.info("stage=train self-test passed");
            }
            memory.measure(Pointer::physicalBytes, Pointer::maxPhysicalBytes);
            states.ready(Stage.TRAIN);
        } catch (NoUsableDeviceException failure) {
            unusable(failure);
        } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
            LOG.errorf(failure, "stage=train cannot work");
            states.failed(Stage.TRAIN, failure.toString());
        }
    }

    private void unusable(NoUsableDeviceException reason) {
        LOG.errorf("stage=train cannot work: %s", reason.getMessage());
        states.failed(Stage.TRAIN, reason.getMessage());
    }
}
