package io.reverie.dream;

import java.io.IOException;
import java.util.SortedMap;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.ModelReady;
import io.reverie.worker.TopicTable;
import io.reverie.worker.TopicTables;

/** The log of models on Kafka, read whole; opened when it is first asked for. */
@ApplicationScoped
class KafkaModelTable implements ModelTable {

    private static final String TOPIC = "reverie.models";

    private final TopicTables tables;
    private TopicTable<ModelReady> table;

    KafkaModelTable(TopicTables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized SortedMap<String, ModelReady> models() throws IOException {
        if (table == null) {
            table = tables.open(TOPIC, ModelReady.class);
        }
        return table.catchUp();
    }

    @PreDestroy
    synchronized void close() {
        if (table != null) {
            table.close();
        }
    }
}
