package io.reverie.dream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.reverie.network.Classifier;
import io.reverie.network.Model;
import io.reverie.network.NotAModelException;
import io.reverie.network.Plan;
import io.reverie.network.PlanCompiler;
import io.reverie.network.SourceSpectrogram;
import io.reverie.schemas.Artifact;
import io.reverie.schemas.ModelReference;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.ConfiguredValue;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.VerifiedContent;

/**
 * The models last used, by the hash of their file, with what was compiled of them. The cache is thread-safe; dreaming and
 * scoring have one each. Where several jobs share a cache, each says for how long it {@linkplain #use() uses} its models.
 */
final class ModelCache implements AutoCloseable {

    /** As many as a request may name, so that none is closed while its job goes on; more only while they are in use. */
    private static final int MODELS = 2 * DreamRequestRules.MOST_MODELS;

    private static final String LARGEST_MODEL = "reverie.dream.largest-model-megabytes";

    private final ArtifactStore store;
    private final PlanCompiler compiler;
    private final int mostMegabytes;
    private final Map<String, Loaded> loaded = new LinkedHashMap<>(MODELS, 0.75f, true);

    ModelCache(ArtifactStore store, PlanCompiler compiler, DreamLimits limits) {
        this.mostMegabytes = limits.largestModelMegabytes();
        ConfiguredValue.require(LARGEST_MODEL, mostMegabytes, 1, Integer.MAX_VALUE);
        this.store = store;
        this.compiler = compiler;
    }

    /**
     * The model, read from the store where it is not at hand. For one job at a time: it stays open until as many others
     * were asked for.
     *
     * @param field where the model is named in the request
     * @throws JobRejectedException if the file is not there, too large, not the one that was pinned, or not a model
     */
    synchronized Loaded get(PinnedModel pinned, String field) throws IOException {
        Loaded model = loaded.get(pinned.sha256());
        if (model == null) {
            model = load(pinned, field);
            loaded.put(pinned.sha256(), model);
            closeOldest(model);
        }
        return model;
    }

    /** Begins a job's use of models. */
    Use use() {
        return new Use();
    }

    /** Closes the oldest ones that nobody uses, the newest one never. */
    private void closeOldest(Loaded newest) {
        Iterator<Loaded> oldest = loaded.values().iterator();
        while (loaded.size() > MODELS && oldest.hasNext()) {
            Loaded model = oldest.next();
            if (model.users == 0 && model != newest) {
                model.close();
                oldest.remove();
            }
        }
    }

    /**
     * How a model is told of in events, without loading it.
     *
     * @param field where the model is named in the request
     * @throws JobRejectedException if the file is not there, too large, or not the one that was pinned
     */
    synchronized ModelReference reference(PinnedModel pinned, String field) throws IOException {
        Loaded model = loaded.get(pinned.sha256());
        long bytes = model == null
                ? VerifiedContent.size(store, pinned.key(), pinned.sha256(), field, mostMegabytes, LARGEST_MODEL)
                : model.bytes;
        return reference(pinned, bytes);
    }

    private static ModelReference reference(PinnedModel pinned, long bytes) {
        return new ModelReference(
                pinned.name(), new Artifact(pinned.key(), Model.CONTENT_TYPE, bytes, pinned.sha256()));
    }

    /** Closes all models, each when nobody uses it any more. */
    @Override
    public synchronized void close() {
        boolean interrupted = false;
        while (loaded.values().stream().anyMatch(model -> model.users > 0)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        loaded.values().forEach(Loaded::close);
        loaded.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Loaded load(PinnedModel pinned, String field) throws IOException {
        // Twice: a large model has no room in the heap, and nothing is parsed that is not what was pinned.
        long bytes = VerifiedContent.size(store, pinned.key(), pinned.sha256(), field, mostMegabytes, LARGEST_MODEL);
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

    /** A job's models, none of which is closed until the job is over. */
    final class Use implements AutoCloseable {

        private final List<Loaded> used = new ArrayList<>();

        private Use() {}

        /** The model, as {@link ModelCache#get} has it. */
        Loaded get(PinnedModel pinned, String field) throws IOException {
            synchronized (ModelCache.this) {
                Loaded model = ModelCache.this.get(pinned, field);
                model.users++;
                used.add(model);
                return model;
            }
        }

        @Override
        public void close() {
            synchronized (ModelCache.this) {
                used.forEach(model -> model.users--);
                used.clear();
                closeOldest(null);
                ModelCache.this.notifyAll();
            }
        }
    }

    /**
     * A model and what was compiled of it. Compiling and hearing are thread-safe; plans are for whoever has the engine, and
     * the classifier is for one thread at a time.
     */
    final class Loaded implements AutoCloseable {

        private final Model model;
        private final long bytes;
        private final Map<Integer, Plan> plansByBatch = new HashMap<>();
        private final Map<Integer, Plan> picturePlansByBatch = new HashMap<>();
        private Classifier classifier;
        /** Jobs that use it, guarded by the cache. */
        private int users;

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
        synchronized Plan plan(int batch) {
            return plansByBatch.computeIfAbsent(
                    batch,
                    size -> compiler.compile(model, size, model.description().segmentFrames()));
        }

        /** The model's plan for a batch of pictures. */
        synchronized Plan picturePlan(int batch) {
            return model.description().pictureChannels() == model.description().channels()
                    ? plan(batch)
                    : picturePlansByBatch.computeIfAbsent(
                            batch,
                            size -> compiler.compileForPictures(
                                    model, size, model.description().segmentFrames()));
        }

        /** What the model hears, by a plan of its own, whatever the engine does meanwhile. */
        synchronized double[] probabilities(SourceSpectrogram spectrogram) {
            return classifier().probabilities(spectrogram);
        }

        /** The model's classifier. */
        synchronized Classifier classifier() {
            if (classifier == null) {
                classifier = new Classifier(model, compiler);
            }
            return classifier;
        }

        @Override
        public synchronized void close() {
            plansByBatch.values().forEach(Plan::close);
            picturePlansByBatch.values().forEach(Plan::close);
            if (classifier != null) {
                classifier.close();
            }
        }
    }
}
