package io.reverie.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

import io.reverie.network.cuda.CudaDevice;
import io.reverie.network.cuda.CudaLibrary;

/**
 * What computes in this process, and how it came to be chosen.
 *
 * @param backend the library that is loaded
 * @param choice why it is this one
 */
public record ComputingBackend(NativeBackend backend, BackendChoice choice) {

    private static final long MEGABYTE = 1 << 20;

    /**
     * Chooses and loads. To be called before anything else touches ND4J; a process has one backend, which the first call
     * decides.
     *
     * @param kind what shall compute
     * @param fallBackToCpu whether the processor may stand in for a device that cannot be used
     * @throws NoUsableDeviceException if a device is needed and none can be used
     * @throws IllegalStateException if the library cannot be loaded, or if another was loaded before
     */
    public static synchronized ComputingBackend load(BackendKind kind, boolean fallBackToCpu) {
        Optional<CudaLibrary> cuda = cudaLibrary();
        BackendChoice choice = BackendRules.choose(kind, fallBackToCpu, cuda);
        if (choice.device().isEmpty()) {
            return new ComputingBackend(NativeBackend.load(), choice);
        }
        cuda.orElseThrow().useFirstDevice();
        return new ComputingBackend(NativeBackend.loadCuda(), choice);
    }

    /**
     * Chooses and does not load, which is done in a moment.
     *
     * @throws NoUsableDeviceException as {@link #load}
     */
    public static synchronized void require(BackendKind kind, boolean fallBackToCpu) {
        BackendRules.choose(kind, fallBackToCpu, cudaLibrary());
    }

    private static Optional<CudaLibrary> cudaLibrary() {
        return ServiceLoader.load(CudaLibrary.class, CudaLibrary.class.getClassLoader())
                .findFirst();
    }

    /**
     * Names and values, for logs and health: of a device its name, compute capability, driver and memory, of which others may
     * have some.
     */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("backend", backend.toString());
        if (choice.device().isPresent()) {
            CudaDevice device = choice.device().get();
            facts.put("device", device.name());
            facts.put("compute-capability", device.capability().toString());
            facts.put("driver", choice.driver().orElse("unknown"));
            facts.put("free-memory-megabytes", Long.toString(backend.freeDeviceBytes() / MEGABYTE));
            facts.put("memory-megabytes", Long.toString(device.memoryBytes() / MEGABYTE));
        } else {
            facts.put("device", "processor");
        }
        choice.note().ifPresent(note -> facts.put("backend-note", note));
        return Collections.unmodifiableMap(facts);
    }

    /** The facts in one line. */
    @Override
    public String toString() {
        return facts().entrySet().stream()
                .map(fact -> fact.getKey() + "=\"" + fact.getValue() + '"')
                .collect(Collectors.joining(" "));
    }
}
