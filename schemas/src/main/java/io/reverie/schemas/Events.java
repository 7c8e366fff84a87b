package io.reverie.schemas;

import java.util.List;

import org.apache.avro.specific.SpecificRecord;

/** The events that travel on topics. */
public final class Events {

    /** Every event class, in the order of the pipeline. */
    public static final List<Class<? extends SpecificRecord>> ALL = List.of(
            IngestRequest.class,
            SpectrogramReady.class,
            TrainRequest.class,
            TrainProgress.class,
            ModelReady.class,
            DreamRequest.class,
            DreamProgress.class,
            DreamReady.class,
            RecordingReady.class,
            DreamScored.class,
            JobCancelled.class,
            JobFailed.class);

    private Events() {}
}
