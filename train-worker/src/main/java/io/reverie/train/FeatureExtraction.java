package io.reverie.train;

import io.reverie.network.FeatureTransform;
import io.reverie.network.Standardisation;

/**
 * From a stretch of a track to what the network hears: standardised features of one segment, [channels, rows, frames].
 *
 * @param features the features
 * @param standardisation with the training set's statistics
 * @param segmentFrames frames of a segment
 */
record FeatureExtraction(FeatureTransform features, Standardisation standardisation, int segmentFrames) {

    /** Channels of the features. */
    int channels() {
        return features.shape().channels();
    }

    /** Rows of each channel. */
    int rows() {
        return features.shape().rows();
    }

    /** Values of one segment. */
    int size() {
        return features.shape().size(segmentFrames);
    }

    /** Writes the features of the segment that begins at a frame to {@code output} from {@code offset} on. */
    void write(LoadedTrack track, int start, float[] output, int offset) {
        features.forward(track.spectrogram().values(), start, segmentFrames, output, offset);
        standardisation.forward(output, offset, segmentFrames);
    }
}
