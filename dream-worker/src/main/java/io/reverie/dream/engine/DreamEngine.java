package io.reverie.dream.engine;

import java.util.ArrayList;
import java.util.List;

import io.reverie.network.Plan;
import io.reverie.worker.Stopwatch;

/**
 * Dreams: gradient ascent of an objective of frozen networks on what a {@link DreamWay} changes of a spectrogram.
 *
 * <p>Each iteration computes the features of every network from the present state ({@link Canvas#listen}), hears them
 * through random regularisers ({@link RegulariserDraw}, {@link HeardFeatures}), takes the gradient of the objective with
 * respect to the networks' input ({@link Plan}) back through all of it, and makes a step ({@link Canvas#step}). Several
 * networks: the mean of their objectives, each hearing its own draw.
 *
 * <p>Recordings of any length are dreamed window by window ({@link WindowSchedule}), each with random numbers of its own,
 * and joined ({@link CrossFade}), so that memory beyond the recording itself is bounded. Several recordings are dreamed
 * together, windows of neighbouring ones in one batch. One recording alone: same input, settings, networks and backend
 * give the same state. In company its numbers may differ in the last digits, as products are summed in another order. One
 * thread at a time.
 */
public final class DreamEngine {

    /** Frames that neighbouring windows share at least, but no more than a quarter of a window. */
    private static final int OVERLAP_FRAMES = 64;

    private final DreamWay way;
    private final int segmentFrames;
    private final List<DreamingNetwork> networks;
    private final int largestBatch;
    private final Hearing hearing;

    /**
     * An engine for networks that share one analysis.
     *
     * @param way what is changed
     * @param segmentFrames frames that a network hears at once
     * @param networks at least one
     * @param largestBatch most windows that are run as one batch
     */
    public DreamEngine(DreamWay way, int segmentFrames, List<DreamingNetwork> networks, int largestBatch) {
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("networks must not be empty");
        }
        if (largestBatch < 1) {
            throw new IllegalArgumentException("largestBatch must be at least 1, but is " + largestBatch);
        }
        this.way = way;
        this.segmentFrames = segmentFrames;
        this.networks = List.copyOf(networks);
        this.largestBatch = largestBatch;
        this.hearing = new Hearing(networks, way.bands(), segmentFrames);
    }

    /**
     * Dreams recordings.
     *
     * @return the dreams in the order of the items
     */
    public List<Dreamed> dream(List<DreamItem> items, DreamSettings settings) {
        Stopwatch stopwatch = new Stopwatch();
        List<DreamRun> runs = new ArrayList<>();
        List<DreamBatch.Place> places = new ArrayList<>();
        for (DreamItem item : items) {
            DreamRun run = new DreamRun(item, way, schedule(item.input().frames(), segmentFrames), settings);
            runs.add(run);
            for (int window = 0; window < run.schedule().count(); window++) {
                places.add(new DreamBatch.Place(run, window));
            }
        }
        stopwatch.lap("start");
        DreamBatch batch = null;
        for (int first = 0; first < places.size(); ) {
            int size = batchSize(places.size() - first);
            if (batch == null || batch.size() != size) {
                batch = new DreamBatch(way, hearing, segmentFrames, networks, size, settings, stopwatch);
            }
            batch.dream(places.subList(first, first + size));
            first += size;
        }
        return runs.stream().map(run -> run.dreamed(stopwatch)).toList();
    }

    /** Powers of two, so that few plans are compiled however many windows there are. */
    private int batchSize(int windows) {
        return Integer.highestOneBit(Math.min(windows, largestBatch));
    }

    /** The windows of a recording. */
    static WindowSchedule schedule(int frames, int segmentFrames) {
        return new WindowSchedule(frames, segmentFrames, Math.min(OVERLAP_FRAMES, segmentFrames / 4));
    }
}
