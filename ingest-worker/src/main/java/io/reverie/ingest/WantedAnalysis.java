package io.reverie.ingest;

import io.reverie.audio.MelParameters;
import io.reverie.audio.StftParameters;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;

/**
 * The analysis that a request asks for, its values in range.
 *
 * @param stft the transform
 * @param mel the mel filters; null where the STFT itself is wanted
 */
record WantedAnalysis(StftParameters stft, MelParameters mel) {

    /** The field of the request. */
    static final String FIELD = "analysis";

    /** Rejects values out of range with the field, such as {@code analysis.hop}, and what is allowed. */
    static WantedAnalysis of(Analysis analysis) {
        StftParameters stft = Analyses.stft(analysis, FIELD);
        return new WantedAnalysis(stft, analysis.getKind() == AnalysisKind.MEL ? Analyses.mel(analysis, FIELD) : null);
    }

    /**
     * Rejects audio that this analysis cannot be made of.
     *
     * @param samples length of the audio at the analysis's sample rate
     * @param source the field of the request that names the audio
     * @param mostBytes the largest spectrogram that is computed
     */
    void requireFits(long samples, String source, long mostBytes) {
        if (samples < stft.minimumSamples()) {
            throw JobRejectedException.invalidValue(
                    source,
                    samples + " samples long at " + stft.sampleRate() + " Hz",
                    "at least " + stft.minimumSamples() + " samples for an analysis with nFft " + stft.nFft()
                            + (stft.centered() ? " and " + stft.padMode() + " padding" : " that is not centred"));
        }
        long bytes = bytes(samples);
        if (bytes > mostBytes) {
            throw JobRejectedException.invalidValue(
                    FIELD,
                    "one that needs " + megabytes(bytes) + " MB for this audio",
                    "at most " + megabytes(mostBytes)
                            + " MB (reverie.ingest.largest-spectrogram-megabytes): a larger hop, fewer bands or shorter audio");
        }
    }

    /** Shape of the array, as {@code .npy} has it: [2, bins, frames] or [bands, frames]. */
    long[] shape(long samples) {
        long frames = stft.frames(samples);
        return mel == null ? new long[] {2, stft.bins(), frames} : new long[] {mel.bands(), frames};
    }

    private long bytes(long samples) {
        long bytes = Float.BYTES;
        for (long length : shape(samples)) {
            bytes = Math.multiplyExact(bytes, length);
        }
        return bytes;
    }

    private static long megabytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
