package io.reverie.train;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What was measured on the validation tracks after a step.
 *
 * @param step steps done
 */
record Measurement(int step, Evaluation evaluation) {

    /** Whether more tracks are heard right, or as many and more segments, or as many of both with a lower loss. */
    boolean isBetterThan(Measurement other) {
        int byTracks = Double.compare(evaluation.trackAccuracy(), other.evaluation.trackAccuracy());
        int bySegments = Double.compare(evaluation.segmentAccuracy(), other.evaluation.segmentAccuracy());
        int byLoss = Double.compare(other.evaluation.loss(), evaluation.loss());
        return byTracks != 0 ? byTracks > 0 : bySegments != 0 ? bySegments > 0 : byLoss > 0;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(step);
        out.writeInt(evaluation.tracks());
        out.writeInt(evaluation.segments());
        out.writeDouble(evaluation.loss());
        out.writeDouble(evaluation.segmentAccuracy());
        out.writeDouble(evaluation.trackAccuracy());
        out.writeInt(evaluation.confusion().length);
        for (int[] row : evaluation.confusion()) {
            for (int count : row) {
                out.writeInt(count);
            }
        }
    }

    static Measurement read(DataInput in) throws IOException {
        int step = in.readInt();
        int tracks = in.readInt();
        int segments = in.readInt();
        double loss = in.readDouble();
        double segmentAccuracy = in.readDouble();
        double trackAccuracy = in.readDouble();
        int labels = in.readInt();
        int[][] confusion = new int[labels][labels];
        for (int[] row : confusion) {
            for (int i = 0; i < labels; i++) {
                row[i] = in.readInt();
            }
        }
        return new Measurement(step, new Evaluation(tracks, segments, loss, segmentAccuracy, trackAccuracy, confusion));
    }
}
