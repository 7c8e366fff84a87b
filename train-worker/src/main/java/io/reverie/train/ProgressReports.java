package io.reverie.train;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.EventHeaders;
import io.reverie.worker.Job;

/**
 * Tells of a training as it goes on: after its first step, then at most once a second, and after its last step; ends it
 * where the worker stops.
 */
final class ProgressReports implements Training.Progress {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final TrainRequest request;
    private final Job job;
    private final ProgressSink sink;
    private final LongSupplier nanoTime;
    private int reports;
    private long lastReport;
    private double losses;
    private int stepsSinceReport;
    private Evaluation unreported;

    /** @param nanoTime {@link System#nanoTime} */
    ProgressReports(TrainRequest request, Job job, ProgressSink sink, LongSupplier nanoTime) {
        this.request = request;
        this.job = job;
        this.sink = sink;
        this.nanoTime = nanoTime;
    }

    @Override
    public void checkActive() {
        job.checkActive();
    }

    @Override
    public void afterStep(int step, double loss, Evaluation validation) {
        losses += loss;
        stepsSinceReport++;
        unreported = validation == null ? unreported : validation;
        long now = nanoTime.getAsLong();
        int steps = request.getBudget().getSteps();
        if (reports == 0 || now - lastReport >= INTERVAL || step == steps) {
            TrainProgress progress = TrainProgress.newBuilder()
                    .setTrainId(job.id())
                    .setStep(step)
                    .setOf(steps)
                    .setEpoch((double) step / LearningCurves.EPOCH_STEPS)
                    .setLoss(losses / stepsSinceReport)
                    .setValidationLoss(unreported == null ? null : unreported.loss())
                    .setValidationAccuracy(unreported == null ? null : unreported.segmentAccuracy())
                    .build();
            sink.send(EventHeaders.fill(progress, request, job.progressId(reports)));
            reports++;
            lastReport = now;
            losses = 0;
            stepsSinceReport = 0;
            unreported = null;
        }
    }
}
