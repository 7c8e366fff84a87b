package io.reverie.train;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.reverie.network.NativeBackend;
import io.reverie.schemas.Stage;
import io.reverie.worker.WorkerStates;
import org.jboss.logging.Logger;

/** Loads the native library beside the start of the application, so that health tells whether this worker can train. */
@ApplicationScoped
class TrainStart {

    private static final Logger LOG = Logger.getLogger(TrainStart.class);

    private final WorkerStates states;

    TrainStart(WorkerStates states) {
        this.states = states;
    }

    void onStart(@Observes StartupEvent event) {
        states.starting(Stage.TRAIN, "loading the native library");
        Thread loading = new Thread(this::load, "train-start");
        loading.setDaemon(true);
        loading.start();
    }

    private void load() {
        try {
            LOG.infof("stage=train engine=%s", NativeBackend.load());
            if (states.all().get(Stage.TRAIN).status() == WorkerStates.Status.STARTING) {
                states.ready(Stage.TRAIN);
            }
        } catch (IllegalStateException failure) {
            LOG.errorf(failure, "stage=train cannot work");
            states.failed(Stage.TRAIN, failure.getMessage());
        }
    }
}
