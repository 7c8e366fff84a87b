package io.reverie.dream;

import java.util.TreeMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.network.BackendKind;
import io.reverie.network.ComputingBackend;
import io.reverie.network.NativeBackend;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.PlanCompiler;
import io.reverie.schemas.Engine;
import io.reverie.worker.BackendConfig;

/** What computes; it is chosen, and the native library loaded, when it is first needed. */
@ApplicationScoped
class Device {

    private final BackendConfig config;
    private ComputingBackend computing;
    private PlanCompiler compiler;

    Device(BackendConfig config) {
        this.config = config;
    }

    /**
     * Refuses a configuration that names nothing.
     *
     * @throws IllegalArgumentException with the key and what is allowed
     */
    void check() {
        BackendKind.of(config.kind());
    }

    /**
     * Makes sure of a device where one is needed, before anything is loaded.
     *
     * @throws io.reverie.network.NoUsableDeviceException where there is none, with the reason
     */
    void require() {
        ComputingBackend.require(BackendKind.of(config.kind()), config.fallBackToCpu());
    }

    /**
     * What computes and why.
     *
     * @throws IllegalStateException if what shall compute cannot, with the reason
     */
    synchronized ComputingBackend computing() {
        if (computing == null) {
            computing = ComputingBackend.load(BackendKind.of(config.kind()), config.fallBackToCpu());
        }
        return computing;
    }

    /**
     * Compiles networks for this device.
     *
     * @throws IllegalStateException as {@link #computing}
     */
    synchronized PlanCompiler compiler() {
        if (compiler == null) {
            computing();
            compiler = new Nd4jPlanCompiler();
        }
        return compiler;
    }

    /** The device and its libraries, as events tell of them. */
    Engine fingerprint() {
        NativeBackend backend = compiler().backend();
        return new Engine(
                backend.name(), backend.instructionSet(), backend.threads(), new TreeMap<>(backend.versions()));
    }
}
