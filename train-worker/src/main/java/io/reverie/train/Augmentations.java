package io.reverie.train;

/**
 * What is varied from one step to the next.
 *
 * @param slice whether segments begin at a random frame, rather than at one of the positions where they are heard
 *     later; a track of one segment is rolled
 * @param masks whether segments are masked
 * @param mixup whether half of the batches are mixed
 * @param roll whether segments are rolled in time, circularly
 * @param erasing whether a rectangle is erased in half of the segments
 */
record Augmentations(boolean slice, boolean masks, boolean mixup, boolean roll, boolean erasing) {}
