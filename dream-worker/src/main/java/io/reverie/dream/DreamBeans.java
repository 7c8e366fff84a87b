package io.reverie.dream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.reverie.schemas.ModelReady;
import io.reverie.worker.TopicTables;

/** Makes what the dreams read from Kafka. */
@Singleton
class DreamBeans {

    private static final String MODELS = "reverie.models";

    @Produces
    @Singleton
    ModelTable models(TopicTables tables) {
        return tables.open(MODELS, ModelReady.class)::catchUp;
    }
}
