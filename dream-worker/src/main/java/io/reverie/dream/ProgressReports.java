package io.reverie.dream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.reverie.dream.engine.DreamListener;
import io.reverie.dream.engine.DreamReport;
import io.reverie.schemas.DreamProgress;
import io.reverie.schemas.DreamRequest;
import io.reverie.worker.EventHeaders;
import io.reverie.worker.Job;

/**
 * Tells of a dream as it goes on, before its first iteration and then at most once in the time that the request asks for;
 * ends it where the worker stops.
 */
final class ProgressReports implements DreamListener {

    private static final double NANOSECONDS = 1e9;

    private final DreamRequest request;
    private final Job job;
    private final List<String> labels;
    private final ProgressSink sink;
    private final LongSupplier nanoTime;
    private final long interval;
    private int reports;
    private long lastReport;

    /**
     * Reports of one dream.
     *
     * @param labels of the first model
     * @param nanoTime {@link System#nanoTime}
     */
    ProgressReports(DreamRequest request, Job job, List<String> labels, ProgressSink sink, LongSupplier nanoTime) {
        this.request = request;
        this.job = job;
        this.labels = labels;
        this.sink = sink;
        this.nanoTime = nanoTime;
        this.interval = (long) (request.getProgressSeconds() * NANOSECONDS);
    }

    @Override
    public void beforeIteration() {
        job.checkActive();
    }

    @Override
    public boolean wantsReport() {
        return reports == 0 || nanoTime.getAsLong() - lastReport >= interval;
    }

    @Override
    public void report(DreamReport report) {
        Map<String, Double> activations = new HashMap<>();
        for (int label = 0; label < labels.size(); label++) {
            activations.put(labels.get(label), report.probabilities()[label]);
        }
        DreamProgress progress = DreamProgress.newBuilder()
                .setDreamId(job.id())
                .setIteration(report.iteration())
                .setOf(report.of())
                .setObjective(report.objective())
                .setActivations(activations)
                .setDistanceDb(report.distanceDb())
                .build();
        sink.send(EventHeaders.fill(progress, request, job.progressId(reports)));
        reports++;
        lastReport = nanoTime.getAsLong();
    }
}
