package io.reverie.train;

import java.util.function.Supplier;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.StartupEvent;
import io.reverie.network.NativeBackend;
import io.reverie.schemas.Stage;
import io.reverie.worker.NativeThreads;
import io.reverie.worker.ProcessMemory;
import io.reverie.worker.WorkerStates;
import org.bytedeco.javacpp.Pointer;
import org.jboss.logging.Logger;

/** Loads the native library beside the start of the application, so that health tells whether this worker can train. */
@ApplicationScoped
class TrainStart {

    private static final Logger LOG = Logger.getLogger(TrainStart.class);

    private final WorkerStates states;
    private final ProcessMemory memory;
    private final Supplier<NativeBackend> backend;

    @Inject
    TrainStart(WorkerStates states, ProcessMemory memory) {
        this(states, memory, NativeBackend::load);
    }

    TrainStart(WorkerStates states, ProcessMemory memory, Supplier<NativeBackend> backend) {
        this.states = states;
        this.memory = memory;
        this.backend = backend;
    }

    /** Before the channels begin, so that they find the stage starting and wait. */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        NativeThreads.check();
        states.starting(Stage.TRAIN, "loading the native library");
        Thread loading = new Thread(this::load, "train-start");
        loading.setDaemon(true);
        loading.start();
    }

    void load() {
        try {
            LOG.infof("stage=train engine=%s", backend.get());
            memory.measure(Pointer::physicalBytes, Pointer::maxPhysicalBytes);
            states.ready(Stage.TRAIN);
        } catch (RuntimeException | LinkageError failure) {
            LOG.errorf(failure, "stage=train cannot work");
            states.failed(Stage.TRAIN, failure.toString());
        }
    }
}
