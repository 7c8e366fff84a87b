package io.reverie.train;

import java.util.List;

import io.reverie.network.LogMel;
import io.reverie.network.Segments;
import io.reverie.network.Standardisation;

/** The statistics of each band over all segments of the training tracks, by which features are standardised. */
final class FeatureStatistics {

    private FeatureStatistics() {}

    static Standardisation of(List<LoadedTrack> tracks, LogMel features, int segmentFrames) {
        Standardisation.Statistics statistics = new Standardisation.Statistics(features.bands());
        float[] segment = new float[features.bands() * segmentFrames];
        for (LoadedTrack track : tracks) {
            for (int start : Segments.starts(track.mel().frames(), segmentFrames)) {
                features.forward(track.mel().values(), start, segmentFrames, segment, 0);
                statistics.add(segment, 0, segmentFrames);
            }
        }
        return statistics.standardisation();
    }
}
