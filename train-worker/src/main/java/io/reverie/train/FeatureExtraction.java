package io.reverie.train;

import io.reverie.network.LogMel;
import io.reverie.network.Standardisation;

/**
 * From a stretch of a track to what the network hears: standardised log-mel features of one segment, band-major.
 *
 * @param features log-mel
 * @param standardisation with the training set's statistics
 * @param segmentFrames frames of a segment
 */
record FeatureExtraction(LogMel features, Standardisation standardisation, int segmentFrames) {

    /** Values of one segment. */
    int size() {
        return features.bands() * segmentFrames;
    }

    /** Writes the features of the segment that begins at a frame to {@code output} from {@code offset} on. */
    void write(LoadedTrack track, int start, float[] output, int offset) {
        features.forward(track.mel().values(), start, segmentFrames, output, offset);
        standardisation.forward(output, offset, segmentFrames);
    }
}
