package io.reverie.train;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import io.reverie.network.Segments;
import io.reverie.network.TrainingBatch;

/**
 * Makes the batches of a training: segments of tracks that are dealt evenly, augmented, with smoothed targets. The seed,
 * the order of the tracks and the step determine a batch, whatever batches were made before.
 */
final class BatchSource {

    private final List<LoadedTrack> tracks;
    private final FeatureExtraction extraction;
    private final InputShape shape;
    private final int labels;
    private final TrainingSettings settings;
    private final RandomStreams random;
    private final Deck deck;

    /**
     * @param tracks the training tracks
     * @param labels number of labels
     */
    BatchSource(List<LoadedTrack> tracks, FeatureExtraction extraction, int labels, TrainingSettings settings) {
        this.tracks = List.copyOf(tracks);
        this.extraction = extraction;
        this.shape = new InputShape(extraction.channels(), extraction.rows(), extraction.segmentFrames());
        this.labels = labels;
        this.settings = settings;
        this.random = new RandomStreams(settings.seed());
        this.deck = new Deck(tracks.size(), random::pass);
    }

    /** Makes an empty batch of the shape that {@link #fill} needs. */
    TrainingBatch allocate() {
        return new TrainingBatch(settings.batchSize(), shape.channels(), shape.rows(), shape.frames(), labels);
    }

    /**
     * Makes the batch of a step, replacing what was in it.
     *
     * @param step from 1
     */
    void fill(TrainingBatch batch, int step) {
        RandomGenerator ofStep = random.batch(step);
        Augmenter augmenter = new Augmenter(ofStep, shape);
        Augmentations augmentations = settings.augmentations();
        int size = settings.batchSize();
        long dealt = (step - 1L) * size;
        LoadedTrack[] heard = new LoadedTrack[size];
        int[] starts = new int[size];
        for (int segment = 0; segment < size; segment++) {
            heard[segment] = tracks.get(deck.card(dealt + segment));
            starts[segment] = start(heard[segment], ofStep);
        }
        IntStream.range(0, size)
                .parallel()
                .forEach(segment ->
                        extraction.write(heard[segment], starts[segment], batch.features(), segment * shape.size()));
        for (int segment = 0; segment < size; segment++) {
            int offset = segment * shape.size();
            if (augmentations.roll() || augmentations.slice() && isOneSegment(heard[segment])) {
                augmenter.roll(batch.features(), offset);
            }
            if (augmentations.erasing()) {
                augmenter.erase(batch.features(), offset);
            }
            writeTarget(heard[segment].label(), batch.labels(), segment * labels);
        }
        if (augmentations.mixup() && ofStep.nextBoolean()) {
            augmenter.mix(batch.features(), batch.labels(), size);
        }
        if (augmentations.masks()) {
            for (int segment = 0; segment < size; segment++) {
                augmenter.mask(batch.features(), segment * shape.size());
            }
        }
    }

    /** The first frame of a segment: any, or one of those where the track is heard later. */
    private int start(LoadedTrack track, RandomGenerator ofStep) {
        int frames = track.spectrogram().frames();
        if (settings.augmentations().slice()) {
            return ofStep.nextInt(frames - shape.frames() + 1);
        }
        int[] starts = Segments.starts(frames, shape.frames());
        return starts[ofStep.nextInt(starts.length)];
    }

    /** There is nowhere else to begin in such a track, so that slicing it is rolling it. */
    private boolean isOneSegment(LoadedTrack track) {
        return track.spectrogram().frames() == shape.frames();
    }

    private void writeTarget(int label, float[] targets, int offset) {
        double smoothing = settings.labelSmoothing();
        for (int i = 0; i < labels; i++) {
            targets[offset + i] = (float) (smoothing / labels + (i == label ? 1 - smoothing : 0));
        }
    }
}
