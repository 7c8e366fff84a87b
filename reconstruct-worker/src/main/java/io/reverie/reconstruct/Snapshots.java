package io.reverie.reconstruct;

import java.io.IOException;
import java.util.List;

import io.reverie.audio.MelFilterBank;
import io.reverie.audio.MelGainSnapshots;
import io.reverie.audio.NpyArray;
import io.reverie.audio.Samples;
import io.reverie.schemas.Analysis;
import io.reverie.schemas.DreamReady;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.Analyses;
import io.reverie.worker.signal.ArrayArtifacts;

/**
 * The gains that a dream had on its way.
 *
 * @param gains of every snapshot
 * @param filters whose bands they belong to
 * @param every iterations between two snapshots
 */
record Snapshots(MelGainSnapshots gains, MelFilterBank filters, int every) {

    private static final String FIELD = "snapshots";

    /** Rejects gains that are not those of a dream's bands and frames. */
    static Snapshots read(ArrayArtifacts arrays, DreamReady event, Dream dream) throws IOException {
        Analysis analysis = event.getSnapshotAnalysis();
        MelFilterBank filters = new MelFilterBank(
                Analyses.stft(analysis, "snapshotAnalysis"), Analyses.mel(analysis, "snapshotAnalysis"));
        NpyArray gains = arrays.read(event.getSnapshots(), FIELD);
        long[] shape = gains.shape();
        List<Long> described = event.getSnapshots().getShape();
        long frames = dream.stft().frames(dream.samples());
        if (shape.length != 3
                || shape[0] < 1
                || shape[1] != filters.bands()
                || shape[2] != frames
                || filters.bins() != dream.stft().bins()) {
            throw JobRejectedException.invalidValue(
                    FIELD + ".shape", described, "[snapshots, " + filters.bands() + ", " + frames + "]");
        }
        if (!Samples.allFinite(gains.floats())) {
            throw JobRejectedException.invalidValue(FIELD, "gains that are not finite", "finite numbers of nepers");
        }
        return new Snapshots(
                new MelGainSnapshots(gains), filters, event.getRequest().getSnapshotIterations());
    }
}
