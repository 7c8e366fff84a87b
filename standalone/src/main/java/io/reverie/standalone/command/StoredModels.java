package io.reverie.standalone.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import io.reverie.schemas.ModelReady;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.EventArtifacts;

/** The models of a store, found by the manifests of finished trainings, without Kafka. */
final class StoredModels {

    private StoredModels() {}

    /**
     * The newest model with a name.
     *
     * @throws MissingPathException where there is none; says which there are
     */
    static ModelReady newest(ArtifactStore store, String name) throws IOException {
        List<ModelReady> models = all(store);
        return models.stream()
                .filter(model -> model.getName().equals(name))
                .max(Comparator.comparing(ModelReady::getCreatedAt))
                .orElseThrow(() -> new MissingPathException("There is no model " + name + "; "
                        + (models.isEmpty() ? "`reverie train` makes one" : "allowed: " + names(models))));
    }

    private static List<ModelReady> all(ArtifactStore store) throws IOException {
        List<ModelReady> models = new ArrayList<>();
        for (String key : store.list("models/")) {
            if (key.endsWith("/manifest.avro")) {
                models.add(EventArtifacts.read(store, key, ModelReady.class));
            }
        }
        return models;
    }

    private static String names(List<ModelReady> models) {
        TreeSet<String> names = new TreeSet<>();
        models.forEach(model -> names.add(model.getName()));
        return String.join(", ", names);
    }
}
