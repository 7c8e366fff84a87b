package io.reverie.train;

import java.util.ArrayList;
import java.util.List;

import io.reverie.schemas.Analysis;
import io.reverie.schemas.AnalysisKind;
import io.reverie.worker.signal.ArrayArtifacts;

/**
 * How the spectrograms of an analysis are stored.
 *
 * @param frameShape every axis but the last one, the frames: bands, or parts and bins
 * @param axes what each axis is, frames included
 */
record StoredLayout(List<Long> frameShape, List<String> axes) {

    static StoredLayout of(Analysis analysis) {
        return analysis.getKind() == AnalysisKind.MEL
                ? new StoredLayout(List.of((long) analysis.getBands()), ArrayArtifacts.MEL_AXES)
                : new StoredLayout(List.of(2L, analysis.getNFft() / 2 + 1L), ArrayArtifacts.STFT_AXES);
    }

    /** Values of one frame. */
    long valuesPerFrame() {
        return frameShape.stream().reduce(1L, Math::multiplyExact);
    }

    /** The shape of a spectrogram of so many frames. */
    List<Long> shape(long frames) {
        List<Long> shape = new ArrayList<>(frameShape);
        shape.add(frames);
        return shape;
    }
}
