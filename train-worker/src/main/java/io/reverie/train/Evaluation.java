package io.reverie.train;

import java.util.List;

import io.reverie.network.Plan;
import io.reverie.network.Segments;

/**
 * How well a network hears tracks: all segments of each, the last one aligned with its end, the probabilities of a track
 * averaged over its segments.
 *
 * @param tracks number of tracks
 * @param segments number of segments
 * @param loss mean cross entropy of the segments, in nats, without label smoothing; NaN without tracks
 * @param segmentAccuracy fraction of the segments that are heard right; NaN without tracks
 * @param trackAccuracy fraction of the tracks that are heard right; NaN without tracks
 * @param confusion tracks by true label (row) and heard label (column); empty without tracks
 */
record Evaluation(
        int tracks, int segments, double loss, double segmentAccuracy, double trackAccuracy, int[][] confusion) {

    /** Without tracks. */
    static Evaluation ofNothing() {
        return new Evaluation(0, 0, Double.NaN, Double.NaN, Double.NaN, new int[0][]);
    }

    /**
     * Hears every segment of the tracks.
     *
     * @param tracks at least one
     * @param plan a frozen network; it hears {@link Plan#batch()} segments at once
     * @param checkActive is run before every track; what it throws ends the evaluation
     */
    static Evaluation of(List<LoadedTrack> tracks, FeatureExtraction extraction, Plan plan, Runnable checkActive) {
        Tally tally = new Tally(tracks, plan.labels());
        float[] features = new float[plan.batch() * extraction.size()];
        float[] logits = new float[plan.batch() * plan.labels()];
        int[] owners = new int[plan.batch()];
        int filled = 0;
        for (int owner = 0; owner < tracks.size(); owner++) {
            checkActive.run();
            for (int start : Segments.starts(tracks.get(owner).spectrogram().frames(), extraction.segmentFrames())) {
                extraction.write(tracks.get(owner), start, features, filled * extraction.size());
                owners[filled++] = owner;
                if (filled == plan.batch()) {
                    plan.forward(features, logits);
                    tally.add(owners, filled, logits);
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            // What the rest of the batch still holds is heard once more and not counted.
            plan.forward(features, logits);
            tally.add(owners, filled, logits);
        }
        return tally.evaluation();
    }

    private static final class Tally {

        private final List<LoadedTrack> tracks;
        private final double[][] sums;
        private int segments;
        private int right;
        private double loss;

        Tally(List<LoadedTrack> tracks, int labels) {
            this.tracks = tracks;
            this.sums = new double[tracks.size()][labels];
        }

        void add(int[] owners, int count, float[] logits) {
            for (int segment = 0; segment < count; segment++) {
                double[] sum = sums[owners[segment]];
                int label = tracks.get(owners[segment]).label();
                double[] heard = logProbabilities(logits, segment * sum.length, sum.length);
                for (int i = 0; i < heard.length; i++) {
                    sum[i] += Math.exp(heard[i]);
                }
                loss -= heard[label];
                right += largest(heard) == label ? 1 : 0;
                segments++;
            }
        }

        Evaluation evaluation() {
            int labels = sums[0].length;
            int[][] confusion = new int[labels][labels];
            int rightTracks = 0;
            for (int i = 0; i < tracks.size(); i++) {
                int label = tracks.get(i).label();
                int heard = largest(sums[i]);
                confusion[label][heard]++;
                rightTracks += heard == label ? 1 : 0;
            }
            return new Evaluation(
                    tracks.size(),
                    segments,
                    loss / segments,
                    (double) right / segments,
                    (double) rightTracks / tracks.size(),
                    confusion);
        }

        private static double[] logProbabilities(float[] logits, int offset, int labels) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < labels; i++) {
                largest = Math.max(largest, logits[offset + i]);
            }
            double sum = 0;
            for (int i = 0; i < labels; i++) {
                sum += Math.exp(logits[offset + i] - largest);
            }
            double[] result = new double[labels];
            for (int i = 0; i < labels; i++) {
                result[i] = logits[offset + i] - largest - Math.log(sum);
            }
            return result;
        }

        private static int largest(double[] values) {
            int largest = 0;
            for (int i = 1; i < values.length; i++) {
                largest = values[i] > values[largest] ? i : largest;
            }
            return largest;
        }
    }
}
