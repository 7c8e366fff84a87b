package io.reverie.worker;

import java.io.IOException;
import java.time.Duration;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the configuration chooses. */
@Singleton
class WorkerBeans {

    /** Longer than any artifact takes to be written. */
    private static final Duration UNFINISHED_FOR = Duration.ofDays(1);

    @Produces
    @Singleton
    ArtifactStore store(StoreConfig config) throws IOException {
        ConfiguredValue.require(
                "reverie.store.least-free-megabytes", config.leastFreeMegabytes(), 0, Integer.MAX_VALUE);
        FolderStore store = new FolderStore(config.folder(), (long) config.leastFreeMegabytes() << 20);
        store.removeUnfinished(UNFINISHED_FOR);
        return store;
    }
}
