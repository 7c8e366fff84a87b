package io.reverie.train;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.reverie.schemas.Artifact;
import io.reverie.schemas.TrainProgress;
import io.reverie.schemas.TrainRequest;
import io.reverie.worker.ArtifactStore;
import io.reverie.worker.EventHeaders;
import io.reverie.worker.Job;
import org.jboss.logging.Logger;

/**
 * Tells of a training as it goes on: after its first step, then at most once a second, after every measurement and after
 * its last step; ends it where the worker stops. A measurement is told with the step that it was made after, and with a
 * picture of the learning curves.
 */
final class ProgressReports implements Training.Progress {

    private static final Logger LOG = Logger.getLogger(ProgressReports.class);
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final TrainRequest request;
    private final Job job;
    private final ProgressSink sink;
    private final ArtifactStore store;
    private final LongSupplier nanoTime;
    private boolean reported;
    private long lastReport;
    private double losses;
    private int stepsSinceReport;

    /** @param nanoTime {@link System#nanoTime} */
    ProgressReports(TrainRequest request, Job job, ProgressSink sink, ArtifactStore store, LongSupplier nanoTime) {
        this.request = request;
        this.job = job;
        this.sink = sink;
        this.store = store;
        this.nanoTime = nanoTime;
    }

    @Override
    public void checkActive() {
        job.checkActive();
    }

    @Override
    public void afterStep(LearningCurves curves, Evaluation validation) {
        losses += curves.lastLoss();
        stepsSinceReport++;
        long now = nanoTime.getAsLong();
        if (!reported
                || validation != null
                || now - lastReport >= INTERVAL
                || curves.steps() == request.getBudget().getSteps()) {
            sink.send(EventHeaders.fill(progress(curves, validation), request, job.progressId(curves.steps())));
            reported = true;
            lastReport = now;
            losses = 0;
            stepsSinceReport = 0;
        }
    }

    private TrainProgress progress(LearningCurves curves, Evaluation validation) {
        TrainProgress.Builder progress = TrainProgress.newBuilder()
                .setTrainId(job.id())
                .setStep(curves.steps())
                .setOf(request.getBudget().getSteps())
                .setEpoch((double) curves.steps() / LearningCurves.EPOCH_STEPS)
                .setLoss(losses / stepsSinceReport)
                .setLearningRate(curves.lastLearningRate());
        if (validation != null) {
            progress.setValidationLoss(validation.loss())
                    .setValidationAccuracy(validation.segmentAccuracy())
                    .setValidationTrackAccuracy(validation.trackAccuracy())
                    .setConfusion(EvaluationEvents.confusion(validation))
                    .setCurves(picture(curves));
        }
        return progress.build();
    }

    /** Under a name of its own for each step: an event must go on naming what it named. Null where it cannot be stored. */
    private Artifact picture(LearningCurves curves) {
        String key = job.artifactKey("progress/curves-%06d.png".formatted(curves.steps()));
        try {
            return store.put(
                    key,
                    TrainingPictures.CONTENT_TYPE,
                    out -> TrainingPictures.writeCurves(out, request.getModel(), curves));
        } catch (IOException e) {
            LOG.warnf("job=%s goes on without the picture %s: %s", job.id(), key, e);
            return null;
        }
    }
}
