package io.reverie.dream;

import java.io.IOException;
import java.time.Duration;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.reverie.network.ComputingBackend;
import io.reverie.network.NoUsableDeviceException;
import io.reverie.schemas.Stage;
import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.LeftChannels;
import io.reverie.worker.NativeThreads;
import io.reverie.worker.ProcessMemory;
import io.reverie.worker.WorkerFacts;
import io.reverie.worker.WorkerStates;
import org.bytedeco.javacpp.Pointer;
import org.jboss.logging.Logger;

/** Tests the device and reads the log of models before the worker says that it is ready; beside the start, not in it. */
@ApplicationScoped
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final WorkerStates states;
    private final Device device;
    private final ModelTable models;
    private final DreamLimits limits;
    private final ProcessMemory memory;
    private final WorkerFacts facts;
    private volatile Thread thread;

    Startup(
            WorkerStates states,
            Device device,
            ModelTable models,
            DreamLimits limits,
            ProcessMemory memory,
            WorkerFacts facts) {
        this.states = states;
        this.device = device;
        this.models = models;
        this.limits = limits;
        this.memory = memory;
        this.facts = facts;
    }

    /**
     * Before the channels begin, so that they find the stage starting and wait; not with a setting that is out of range. Without
     * the device that it needs the worker leaves the channels to others: it would never take a record.
     */
    void onStart(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        check(limits);
        device.check();
        NativeThreads.check();
        states.starting(Stage.DREAM, "tests the device");
        states.starting(Stage.SCORE, "tests the device");
        try {
            device.require();
        } catch (NoUsableDeviceException e) {
            LeftChannels.leave("dream-requests", "dream-bulk", "score-recordings");
            unusable(e);
            return;
        }
        thread = new Thread(this::prepare, "dream-startup");
        thread.setDaemon(true);
        thread.start();
    }

    private static void check(DreamLimits limits) {
        ConfiguredValue.require("reverie.dream.batch", limits.batch(), 1, DreamLimits.LARGEST_BATCH);
        ConfiguredValue.require("reverie.dream.bulk-batch", limits.bulkBatch(), 1, DreamLimits.LARGEST_BATCH);
        ConfiguredValue.require(
                "reverie.dream.longest-seconds", limits.longestSeconds(), 1, DreamLimits.LARGEST_SECONDS);
        ConfiguredValue.require(
                "reverie.dream.longest-picture-seconds",
                limits.longestPictureSeconds(),
                1,
                DreamLimits.LARGEST_SECONDS);
        ConfiguredValue.require(
                "reverie.dream.most-iterations", limits.mostIterations(), 1, DreamLimits.LARGEST_ITERATIONS);
        ConfiguredValue.require(
                "reverie.dream.largest-snapshots-megabytes",
                limits.largestSnapshotsMegabytes(),
                0,
                DreamLimits.LARGEST_SNAPSHOTS_MEGABYTES);
        ConfiguredValue.require(
                "reverie.dream.largest-model-megabytes", limits.largestModelMegabytes(), 1, Integer.MAX_VALUE);
    }

    void onStop(@Observes ShutdownEvent event) {
        if (thread != null) {
            thread.interrupt();
        }
    }

    void prepare() {
        try {
            ComputingBackend computing = device.computing();
            LOG.infof("stage=dream %s", computing);
            facts.add(computing.facts());
            SelfTest.run(device.compiler());
            memory.measure(Pointer::physicalBytes, Pointer::maxPhysicalBytes);
            LOG.info("stage=dream self-test passed");
            states.starting(Stage.DREAM, "reads the log of models");
            catchUp();
            states.ready(Stage.DREAM);
            states.ready(Stage.SCORE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NoUsableDeviceException e) {
            unusable(e);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("stage=dream cannot work", e);
            failed(e.toString());
        }
    }

    private void unusable(NoUsableDeviceException reason) {
        LOG.errorf("stage=dream cannot work: %s", reason.getMessage());
        failed(reason.getMessage());
    }

    private void failed(String reason) {
        states.failed(Stage.DREAM, reason);
        states.failed(Stage.SCORE, reason);
    }

    private void catchUp() throws InterruptedException {
        while (true) {
            try {
                LOG.infof("stage=dream models=%s", models.models().keySet());
                return;
            } catch (IOException e) {
                LOG.warnf("stage=dream the log of models cannot be read yet: %s", e.getMessage());
                states.starting(Stage.DREAM, "reads the log of models: " + e.getMessage());
                Thread.sleep(RETRY.toMillis());
            }
        }
    }
}
