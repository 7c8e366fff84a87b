package io.reverie.dream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.reverie.network.Classifier;
import io.reverie.network.Model;
import io.reverie.network.Plan;
import io.reverie.network.PlanCompiler;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.ModelReference;
import io.reverie.worker.ArtifactNotFoundException;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.Sha256;

/**
 * The models last used, by the hash of their file, with what was compiled of them. Neither models nor plans are
 * thread-safe: dreaming and scoring have a cache each and use it by one thread at a time.
 */
final class ModelCache implements AutoCloseable {

    /** As many as a request may name, so that none is closed while its job goes on. */
    private static final int MODELS = 2 * DreamRequestRules.MOST_MODELS;

    private final ArtifactStore store;
    private final PlanCompiler compiler;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(MODELS, 0.75f, true);

    ModelCache(ArtifactStore store, PlanCompiler compiler) {
        this.store = store;
        this.compiler = compiler;
    }

    /**
     * The model, read from the store where it is not at hand.
     *
     * @param field where the model is named in the request
     * @throws JobRejectedException if the file is not there, not the one that was pinned, or not a model
     */
    Loaded get(PinnedModel pinned, String field) throws IOException {
        Loaded model = loaded.get(pinned.sha256());
        if (model == null) {
            model = load(pinned, field);
            loaded.put(pinned.sha256(), model);
            Iterator<Loaded> oldest = loaded.values().iterator();
            while (loaded.size() > MODELS) {
                oldest.next().close();
                oldest.remove();
            }
        }
        return model;
    }

    @Override
    public void close() {
        loaded.values().forEach(Loaded::close);
        loaded.clear();
    }

    private Loaded load(PinnedModel pinned, String field) throws IOException {
        byte[] file;
        try (InputStream in = store.open(pinned.key())) {
            file = in.readAllBytes();
        } catch (ArtifactNotFoundException e) {
            throw rejected(pinned, field, "is not in the store", e);
        }
        if (!Sha256.of(file).equals(pinned.sha256())) {
            throw rejected(pinned, field, "has changed since it was announced", null);
        }
        try {
            return new Loaded(Model.read(new ByteArrayInputStream(file)), file.length);
        } catch (IOException e) {
            throw rejected(pinned, field, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static JobRejectedException rejected(PinnedModel pinned, String field, String problem, Exception cause) {
        return new JobRejectedException(
                FailureCodes.UNKNOWN_ARTIFACT,
                field,
                "The file '" + pinned.key() + "' of the model '" + pinned.name() + "' " + problem,
                "a model whose file is in the store; train it again",
                cause);
    }

    /** A model and what was compiled of it. */
    final class Loaded implements AutoCloseable {

        private final Model model;
        private final long bytes;
        private final Map<Integer, Plan> plansByBatch = new HashMap<>();
        private Classifier classifier;

        private Loaded(Model model, long bytes) {
            this.model = model;
            this.bytes = bytes;
        }

        Model model() {
            return model;
        }

        /** How the model is told of in events. */
        ModelReference reference(PinnedModel pinned) {
            return new ModelReference(
                    pinned.name(), new Artifact(pinned.key(), Model.CONTENT_TYPE, bytes, pinned.sha256()));
        }

        /** The model's plan for a batch of segments. */
        Plan plan(int batch) {
            return plansByBatch.computeIfAbsent(
                    batch,
                    size -> compiler.compile(model, size, model.description().segmentFrames()));
        }

        /** The model's classifier. */
        Classifier classifier() {
            if (classifier == null) {
                classifier = new Classifier(model, compiler);
            }
            return classifier;
        }

        @Override
        public void close() {
            plansByBatch.values().forEach(Plan::close);
            if (classifier != null) {
                classifier.close();
            }
        }
    }
}
