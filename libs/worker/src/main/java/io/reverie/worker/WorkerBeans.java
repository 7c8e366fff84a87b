package io.reverie.worker;

import java.io.IOException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what the configuration chooses. */
@Singleton
class WorkerBeans {

    @Produces
    @Singleton
    ArtifactStore store(StoreConfig config) throws IOException {
        return new FolderStore(config.folder());
    }
}
