package io.reverie.train;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.TopicTable;
import io.reverie.worker.TopicTables;

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
}
