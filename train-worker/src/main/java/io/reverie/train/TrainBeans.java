package io.reverie.train;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.TopicTable;
import io.reverie.worker.TopicTables;
import org.bytedeco.javacpp.Pointer;

/** Makes what the training reads from Kafka. */
@Singleton
class TrainBeans {

    private static final String SPECTROGRAMS = "reverie.spectrograms";

    @Produces
    @Singleton
    SpectrogramLog spectrograms(TopicTables tables) {
        TopicTable<SpectrogramReady> table = tables.open(SPECTROGRAMS, SpectrogramReady.class);
        return () -> table.catchUp().values();
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
