package io.reverie.reconstruct;

import java.util.List;

import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.DreamReady;
import io.reverie.schemas.PhaseMethod;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;

/**
 * What is to be turned into sound, as far as the event alone can tell.
 *
 * @param id identity of the dream
 * @param stft the transform of the dreamed spectrogram
 * @param samples length of the sound
 * @param summary what was dreamed, one line
 */
record Dream(String id, StftParameters stft, int samples, String summary) {

    /** Rejects an event that cannot become sound with the field and what is allowed. */
    static Dream of(DreamReady event) {
        PhaseMethod phase = event.getRequest().getReconstruction().getPhase();
        if (phase != PhaseMethod.AUTOMATIC) {
            throw JobRejectedException.notSupported(
                    "request.reconstruction.phase", phase, PhaseMethod.AUTOMATIC.name());
        }
        Analysis analysis = event.getAnalysis();
        if (analysis.getKind() != AnalysisKind.STFT) {
            throw JobRejectedException.notSupported("analysis.kind", analysis.getKind(), AnalysisKind.STFT.name());
        }
        StftParameters stft = Analyses.stft(analysis, "analysis");
        int samples = requireSamples(event.getSamples(), stft);
        List<Long> shape = List.of(2L, (long) stft.bins(), (long) stft.frames(samples));
        if (!event.getDreamed().getShape().equals(shape)) {
            throw JobRejectedException.invalidValue(
                    "dreamed.shape", event.getDreamed().getShape(), shape + ", as analysis and samples say");
        }
        return new Dream(event.getDreamId(), stft, samples, summary(event));
    }

    private static int requireSamples(long samples, StftParameters stft) {
        if (samples < stft.minimumSamples() || samples > Integer.MAX_VALUE) {
            throw JobRejectedException.invalidValue(
                    "samples", samples, stft.minimumSamples() + " to " + Integer.MAX_VALUE + " for this analysis");
        }
        return (int) samples;
    }

    private static String summary(DreamReady event) {
        return event.getDreamId() + ": towards "
                + event.getRequest().getObjective().getTarget() + " as "
                + String.join(", ", event.getRequest().getModels()) + " hears it";
    }
}
