package io.reverie.worker;

import java.util.function.LongSupplier;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

/** The gauges of workers with native libraries, whose arrays lie outside the heap. */
@ApplicationScoped
public class ProcessMemory {

    private final MeterRegistry registry;

    /** Gauges of a registry. */
    public ProcessMemory(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Begins to measure; a second call does nothing. To be called once the native library is loaded: reading the figures
     * would load it, whichever binary comes first.
     *
     * @param resident bytes that the process holds, its heap included
     * @param limit of those, beyond which native allocations fail
     */
    public void measure(LongSupplier resident, LongSupplier limit) {
        gauge("reverie.process.memory", "Resident memory of the process", resident);
        gauge("reverie.process.memory.limit", "Resident memory beyond which native allocations fail", limit);
    }

    private void gauge(String name, String description, LongSupplier bytes) {
        Gauge.builder(name, bytes, LongSupplier::getAsLong)
                .description(description)
                .baseUnit(BaseUnits.BYTES)
                .strongReference(true)
                .register(registry);
    }
}
