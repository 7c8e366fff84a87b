package io.reverie.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.reverie.network.Segments;
import io.reverie.network.SourceSpectrogram;
import io.reverie.schemas.AnalysisKind;
import io.reverie.schemas.ArrayArtifact;
import io.reverie.schemas.Artifact;
import io.reverie.worker.FailureCodes;
import io.reverie.worker.JobRejectedException;
import io.reverie.worker.signal.ArrayArtifacts;

/**
 * Reads the spectrograms of tracks from the store, checked against what was pinned. A track that is shorter than a segment
 * is repeated circularly.
 *
 * <p>All tracks of a training lie in memory as they are stored, as 32-bit floats: frames × bands × 4 bytes for mel, 1.3 MB
 * for 30 s of the default analysis; frames × bins × 8 bytes for an STFT, 10.6 MB. They may take half of the heap, which at
 * the launcher's 2 GB is 90 such STFTs; a data set that needs more is refused, and a larger heap ({@code -Xmx}) lets it
 * pass.
 */
final class TrackReader {

    private static final String FIELD = "dataset";

    private final ArrayArtifacts arrays;
    private final PinnedDataset dataset;
    private final StoredLayout layout;
    private final List<String> labels;
    private final int segmentFrames;

    /**
     * @param dataset the data set that the tracks belong to
     * @param segmentFrames frames of a segment
     */
    TrackReader(ArrayArtifacts arrays, PinnedDataset dataset, int segmentFrames) {
        this.arrays = arrays;
        this.dataset = dataset;
        this.layout = StoredLayout.of(dataset.analysis());
        this.labels = dataset.labels();
        this.segmentFrames = segmentFrames;
    }

    /**
     * Makes sure that the data set fits into memory.
     *
     * @param heapBytes largest size of the heap
     * @throws JobRejectedException where it takes more than half of that
     */
    void checkMemory(long heapBytes) {
        long bytes = dataset.tracks().stream()
                .mapToLong(
                        track -> (long) Math.max(track.frames(), segmentFrames) * layout.valuesPerFrame() * Float.BYTES)
                .sum();
        if (bytes > heapBytes / 2) {
            throw new JobRejectedException(
                    FailureCodes.INVALID_VALUE,
                    FIELD,
                    "the spectrograms of the data set need " + (bytes >> 20) + " MiB of memory",
                    "at most " + (heapBytes >> 21)
                            + " MiB, half of the heap: fewer or shorter tracks, or a worker with a larger -Xmx");
        }
    }

    /**
     * Reads tracks of the data set.
     *
     * @param beforeEach is run before every track; what it throws ends the reading
     * @throws JobRejectedException where an artifact is missing or damaged, naming the track
     * @throws IOException where the store cannot be reached
     */
    List<LoadedTrack> read(Collection<Track> tracks, Runnable beforeEach) throws IOException {
        List<LoadedTrack> loaded = new ArrayList<>(tracks.size());
        for (Track track : tracks) {
            beforeEach.run();
            loaded.add(new LoadedTrack(track, labels.indexOf(track.label()), spectrogram(track)));
        }
        return loaded;
    }

    private SourceSpectrogram spectrogram(Track track) throws IOException {
        SourceSpectrogram spectrogram;
        try {
            spectrogram = dataset.analysis().getKind() == AnalysisKind.MEL
                    ? SourceSpectrogram.of(arrays.readMel(described(track), FIELD))
                    : SourceSpectrogram.of(arrays.readStft(described(track), FIELD));
            spectrogram.requireValues();
        } catch (JobRejectedException | IllegalArgumentException damage) {
            throw damaged(track, damage.getMessage(), damage);
        }
        return Segments.atLeastOne(spectrogram, segmentFrames);
    }

    private ArrayArtifact described(Track track) {
        return ArrayArtifact.newBuilder()
                .setArtifact(Artifact.newBuilder()
                        .setKey(track.artifactKey())
                        .setContentType(ArrayArtifacts.CONTENT_TYPE)
                        .setBytes(0)
                        .setSha256(track.sha256())
                        .build())
                .setDtype("<f4")
                .setShape(layout.shape(track.frames()))
                .setAxes(layout.axes())
                .build();
    }

    private static JobRejectedException damaged(Track track, String reason, Throwable cause) {
        return new JobRejectedException(
                FailureCodes.UNKNOWN_ARTIFACT,
                FIELD,
                "the spectrogram of track '" + track.key() + "' is damaged or gone: " + reason,
                "tracks whose spectrograms are as they were ingested; ingest this one again",
                cause);
    }
}
