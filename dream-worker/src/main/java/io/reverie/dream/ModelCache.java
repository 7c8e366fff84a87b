package io.reverie.dream;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.reverie.network.Classifier;
import io.reverie.network.Model;
import io.reverie.network.NotAModelException;
import io.reverie.network.Plan;
import io.reverie.network.PlanCompiler;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.ModelReference;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.VerifiedContent;

/**
 * The models last used, by the hash of their file, with what was compiled of them. Neither models nor plans are
 * thread-safe: dreaming and scoring have a cache each and use it by one thread at a time.
 */
final class ModelCache implements AutoCloseable {

    /** As many as a request may name, so that none is closed while its job goes on. */
    private static final int MODELS = 2 * DreamRequestRules.MOST_MODELS;

    private final ArtifactStore store;
    private final PlanCompiler compiler;
    private final long mostBytes;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(MODELS, 0.75f, true);

    ModelCache(ArtifactStore store, PlanCompiler compiler, DreamLimits limits) {
        int megabytes = limits.largestModelMegabytes();
        if (megabytes < 1) {
            throw new IllegalArgumentException(
                    "reverie.dream.largest-model-megabytes must be at least 1, but is " + megabytes);
        }
        this.store = store;
        this.compiler = compiler;
        this.mostBytes = (long) megabytes << 20;
    }

    /**
     * The model, read from the store where it is not at hand.
     *
     * @param field where the model is named in the request
     * @throws JobRejectedException if the file is not there, too large, not the one that was pinned, or not a model
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

    /**
     * How a model is told of in events, without loading it.
     *
     * @param field where the model is named in the request
     * @throws JobRejectedException if the file is not there, too large, or not the one that was pinned
     */
    ModelReference reference(PinnedModel pinned, String field) throws IOException {
        Loaded model = loaded.get(pinned.sha256());
        long bytes = model == null
                ? VerifiedContent.size(store, pinned.key(), pinned.sha256(), field, mostBytes)
                : model.bytes;
        return reference(pinned, bytes);
    }

    private static ModelReference reference(PinnedModel pinned, long bytes) {
        return new ModelReference(
                pinned.name(), new Artifact(pinned.key(), Model.CONTENT_TYPE, bytes, pinned.sha256()));
    }

    @Override
    public void close() {
        loaded.values().forEach(Loaded::close);
        loaded.clear();
    }

    private Loaded load(PinnedModel pinned, String field) throws IOException {
        // Twice: a large model has no room in the heap, and nothing is parsed that is not what was pinned.
        long bytes = VerifiedContent.size(store, pinned.key(), pinned.sha256(), field, mostBytes);
        try {
            return new Loaded(VerifiedContent.read(store, pinned.key(), pinned.sha256(), field, Model::read), bytes);
        } catch (NotAModelException e) {
            throw new JobRejectedException(
                    FailureCodes.UNKNOWN_ARTIFACT,
                    field,
                    "The file '" + pinned.key() + "' of the model '" + pinned.name() + "' cannot be read: "
                            + e.getMessage(),
                    "a model as training writes it",
                    e);
        }
    }

    /** A model and what was compiled of it. */
    final class Loaded implements AutoCloseable {

        private final Model model;
        private final long bytes;
        private final Map<Integer, Plan> plansByBatch = new HashMap<>();
        private final Map<Integer, Plan> picturePlansByBatch = new HashMap<>();
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
            return ModelCache.reference(pinned, bytes);
        }

        /** The model's plan for a batch of segments. */
        Plan plan(int batch) {
            return plansByBatch.computeIfAbsent(
                    batch,
                    size -> compiler.compile(model, size, model.description().segmentFrames()));
        }

        /** The model's plan for a batch of pictures. */
        Plan picturePlan(int batch) {
            return model.description().pictureChannels() == model.description().channels()
                    ? plan(batch)
                    : picturePlansByBatch.computeIfAbsent(
                            batch,
                            size -> compiler.compileForPictures(
                                    model, size, model.description().segmentFrames()));
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
            picturePlansByBatch.values().forEach(Plan::close);
            if (classifier != null) {
                classifier.close();
            }
        }
    }
}
