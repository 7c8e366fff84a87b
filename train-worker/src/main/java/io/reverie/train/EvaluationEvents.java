package io.reverie.train;

import java.util.Arrays;
import java.util.List;

import io.reverie.schemas.BestMeasurement;
import io.reverie.schemas.Metrics;

/** What was measured, in the form of events. */
final class EvaluationEvents {

    private EvaluationEvents() {}

    static List<List<Integer>> confusion(Evaluation evaluation) {
        return Arrays.stream(evaluation.confusion())
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    static Metrics metrics(Training.Result result) {
        Evaluation validation = result.validation();
        boolean validated = validation.tracks() > 0;
        return Metrics.newBuilder()
                .setTrainTracks(result.training().tracks())
                .setValidationTracks(validation.tracks())
                .setValidationSegments(validation.segments())
                .setTrainAccuracy(result.training().trackAccuracy())
                .setSegmentAccuracy(validated ? validation.segmentAccuracy() : null)
                .setTrackAccuracy(validated ? validation.trackAccuracy() : null)
                .setConfusion(confusion(validation))
                .setValidationLoss(validated ? validation.loss() : null)
                .setBest(result.best().map(EvaluationEvents::best).orElse(null))
                .setFinalLoss(result.curves().finalLoss())
                .setSeconds(result.seconds())
                .build();
    }

    private static BestMeasurement best(Measurement measurement) {
        Evaluation evaluation = measurement.evaluation();
        return BestMeasurement.newBuilder()
                .setStep(measurement.step())
                .setValidationLoss(evaluation.loss())
                .setSegmentAccuracy(evaluation.segmentAccuracy())
                .setTrackAccuracy(evaluation.trackAccuracy())
                .setConfusion(confusion(evaluation))
                .build();
    }
}
