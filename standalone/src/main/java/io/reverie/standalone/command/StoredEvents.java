package io.reverie.standalone.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import io.reverie.schemas.Artifact;
import io.reverie.standalone.output.EventJson;
import io.reverie.worker.ArtifactStore;

/** Events as JSON whose artifacts lie in a store. */
final class StoredEvents {

    private StoredEvents() {}

    static EventJson json(ArtifactStore store) {
        return new EventJson(artifact -> pathOf(store, artifact));
    }

    private static Optional<Path> pathOf(ArtifactStore store, Artifact artifact) {
        try {
            return store.localPath(artifact.getKey());
        } catch (IOException e) {
            // Removed meanwhile, or a cluster's own store: the event is as true without a path.
            return Optional.empty();
        }
    }
}
