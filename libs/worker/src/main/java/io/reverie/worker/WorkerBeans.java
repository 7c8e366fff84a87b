package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

/** Makes what the configuration chooses. */
@Singleton
class WorkerBeans {

    private static final Logger LOG = Logger.getLogger(WorkerBeans.class);

    /** Longer than any artifact takes to be written. */
    private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

    @Produces
    @Singleton
    ArtifactStore store(StoreConfig config) throws IOException {
        ConfiguredValue.require(
                "reverie.store.least-free-megabytes", config.leastFreeMegabytes(), 0, Integer.MAX_VALUE);
        FolderStore store = new FolderStore(config.folder(), (long) config.leastFreeMegabytes() << 20);
        removeUnfinished(store);
        return store;
    }

    private static void removeUnfinished(ArtifactStore store) {
        try {
            for (StoredFile unfinished : store.unfinished(UNFINISHED_FOR)) {
                store.removeUnfinished(unfinished);
            }
        } catch (IOException e) {
            LOG.warnf("Cannot remove what was left unfinished in the store: %s", e);
        }
    }
}
