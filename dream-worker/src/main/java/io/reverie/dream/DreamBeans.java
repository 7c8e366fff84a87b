package io.reverie.dream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reverie.schemas.ModelReady;
import io.reverie.worker.TopicTables;
import org.bytedeco.javacpp.Pointer;

/** Makes what the dreams read from Kafka. */
@Singleton
class DreamBeans {

    private static final String MODELS = "reverie.models";

    @Produces
    @Singleton
    ModelTable models(TopicTables tables) {
        return tables.open(MODELS, ModelReady.class)::catchUp;
    }

    /** Memory outside the heap, where arrays of networks lie. */
    @Produces
    @Singleton
    MeterBinder nativeMemory() {
        return registry -> {
            Gauge.builder("reverie.native.memory", Pointer::totalBytes)
                    .description("Memory outside the heap that is in use by arrays")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("reverie.process.memory", Pointer::physicalBytes)
                    .description("Resident memory of the process")
                    .baseUnit("bytes")
                    .register(registry);
        };
    }
}
