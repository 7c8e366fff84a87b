package io.reverie.standalone.client;

import java.util.List;

/** The topics that a client reads and writes, by the names that the manifest gives them. */
final class Topics {

    static final String INGEST_REQUESTS = "reverie.ingest.requests";
    static final String SPECTROGRAMS = "reverie.spectrograms";
    static final String TRAIN_REQUESTS = "reverie.train.requests";
    static final String TRAIN_PROGRESS = "reverie.train.progress";
    static final String MODELS = "reverie.models";
    static final String DREAM_REQUESTS = "reverie.dream.requests";
    static final String BULK_DREAM_REQUESTS = "reverie.dream.requests.bulk";
    static final String DREAM_PROGRESS = "reverie.dream.progress";
    static final String DREAMS = "reverie.dreams";
    static final String RECORDINGS = "reverie.recordings";
    static final String SCORES = "reverie.scores";
    static final String CANCELLATIONS = "reverie.cancellations";
    static final String FAILURES = "reverie.failures";

    /** Where something about a job may be found. */
    static final List<String> OF_JOBS = List.of(
            INGEST_REQUESTS,
            SPECTROGRAMS,
            TRAIN_REQUESTS,
            TRAIN_PROGRESS,
            MODELS,
            DREAM_REQUESTS,
            BULK_DREAM_REQUESTS,
            DREAM_PROGRESS,
            DREAMS,
            RECORDINGS,
            SCORES,
            CANCELLATIONS,
            FAILURES);

    private Topics() {}
}
