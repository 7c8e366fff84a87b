package io.reverie.train;

import java.util.List;
import java.util.SplittableRandom;

import io.reverie.network.TrainingBatch;

/**
 * Makes the batches of a training: random segments of tracks that are dealt evenly, augmented, with smoothed targets.
 * The seed and the order of the tracks determine every batch.
 */
final class BatchSource {

    private final List<LoadedTrack> tracks;
    private final FeatureExtraction extraction;
    private final int labels;
    private final TrainingSettings settings;
    private final SplittableRandom random;
    private final Augmenter augmenter;
    private final Deck deck;

    /**
     * @param tracks the training tracks
     * @param labels number of labels
     */
    BatchSource(List<LoadedTrack> tracks, FeatureExtraction extraction, int labels, TrainingSettings settings) {
        this.tracks = List.copyOf(tracks);
        this.extraction = extraction;
        this.labels = labels;
        this.settings = settings;
        this.random = new SplittableRandom(settings.seed());
        this.augmenter = new Augmenter(random.split());
        this.deck = new Deck(tracks.size(), random.split());
    }

    /** Makes an empty batch of the shape that {@link #fill} needs. */
    TrainingBatch allocate() {
        return new TrainingBatch(
                settings.batchSize(), extraction.channels(), extraction.rows(), extraction.segmentFrames(), labels);
    }

    /** Makes the next batch, replacing what was in it. */
    void fill(TrainingBatch batch) {
        int frames = extraction.segmentFrames();
        int channels = extraction.channels();
        int rows = extraction.rows();
        for (int segment = 0; segment < settings.batchSize(); segment++) {
            LoadedTrack track = tracks.get(deck.next());
            int offset = segment * extraction.size();
            int start = random.nextInt(track.spectrogram().frames() - frames + 1);
            extraction.write(track, start, batch.features(), offset);
            if (settings.roll()) {
                Augmenter.roll(batch.features(), offset, channels * rows, frames, random.nextInt(frames));
            }
            writeTarget(track.label(), batch.labels(), segment * labels);
        }
        if (settings.mixup() && random.nextBoolean()) {
            augmenter.mix(batch.features(), batch.labels(), settings.batchSize());
        }
        if (settings.masks()) {
            augmenter.mask(batch.features(), settings.batchSize(), channels, rows, frames);
        }
    }

    private void writeTarget(int label, float[] targets, int offset) {
        double smoothing = settings.labelSmoothing();
        for (int i = 0; i < labels; i++) {
            targets[offset + i] = (float) (smoothing / labels + (i == label ? 1 - smoothing : 0));
        }
    }
}
