package io.reverie.dream;

import java.util.TreeMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.network.NativeBackend;
import io.reverie.network.Nd4jPlanCompiler;
import io.reverie.network.PlanCompiler;
import io.reverie.schemas.Engine;

/** What computes; the native library is loaded when it is first needed. */
@ApplicationScoped
class Device {

    private PlanCompiler compiler;

    /** Compiles networks for this device. */
    synchronized PlanCompiler compiler() {
        if (compiler == null) {
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
