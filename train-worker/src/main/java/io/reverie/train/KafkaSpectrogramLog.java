package io.reverie.train;

import java.io.IOException;
import java.util.Collection;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.reverie.schemas.SpectrogramReady;
import io.reverie.worker.TopicTable;
import io.reverie.worker.TopicTables;

/** The log of spectrograms on Kafka, read whole; opened when it is first asked for. */
@ApplicationScoped
class KafkaSpectrogramLog implements SpectrogramLog {

    private static final String TOPIC = "reverie.spectrograms";

    private final TopicTables tables;
    private TopicTable<SpectrogramReady> table;

    KafkaSpectrogramLog(TopicTables tables) {
        this.tables = tables;
    }

    @Override
    public synchronized Collection<SpectrogramReady> spectrograms() throws IOException {
        if (table == null) {
            table = tables.open(TOPIC, SpectrogramReady.class);
        }
        return table.catchUp().values();
    }

    @PreDestroy
    synchronized void close() {
        if (table != null) {
            table.close();
        }
    }
}
