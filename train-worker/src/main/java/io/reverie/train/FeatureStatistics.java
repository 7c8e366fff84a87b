package io.reverie.train;

import java.util.List;

import io.reverie.network.FeatureTransform;
import io.reverie.network.Segments;
import io.reverie.network.Standardisation;

/** The statistics over all segments of the training tracks by which features are standardised. */
final class FeatureStatistics {

    private FeatureStatistics() {}

    static Standardisation of(List<LoadedTrack> tracks, FeatureTransform features, int segmentFrames) {
        Standardisation.Statistics statistics = new Standardisation.Statistics(
                features.shape().channels(),
                features.shape().rows(),
                features.kind().standardisation());
        float[] segment = new float[features.shape().size(segmentFrames)];
        for (LoadedTrack track : tracks) {
            for (int start : Segments.starts(track.spectrogram().frames(), segmentFrames)) {
                features.forward(track.spectrogram().values(), start, segmentFrames, segment, 0);
                statistics.add(segment, 0, segmentFrames);
            }
        }
        return statistics.standardisation();
    }
}
