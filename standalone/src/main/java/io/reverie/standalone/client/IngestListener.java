package io.reverie.standalone.client;

import io.reverie.schemas.IngestRequest;
import io.reverie.schemas.JobFailed;
import io.reverie.schemas.SpectrogramReady;

/** Hears of spectrograms while they are waited for. */
public interface IngestListener {

    /** A spectrogram is in the store. */
    void ready(SpectrogramReady spectrogram);

    /** A request failed; the others go on. */
    void failed(IngestRequest request, JobFailed failure);
}
