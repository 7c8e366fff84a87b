package io.reverie.dream.engine;

/**
 * What keeps a dream from fooling one network alone.
 *
 * @param timeRollFrames largest circular roll in time of an iteration, in frames, 0 to 10000
 * @param melShiftBands largest shift in frequency of an iteration, in mel bands, 0 to 64
 * @param masks frequency masks and time masks of an iteration, so many of each, 0 to 16
 * @param maskFraction largest extent of a mask as a fraction of its axis, 0 to 0.5
 * @param blurBands standard deviation of the Gaussian over bands, 0 to 64
 * @param blurFrames standard deviation of the Gaussian over frames, 0 to 64
 * @param octaves Gaussians of growing width whose mean is taken, 1 to 4, see {@link OctaveBlur}
 * @param clip largest step of a gain in units of the step, 1 to 100
 */
public record RegulariserSettings(
        int timeRollFrames,
        int melShiftBands,
        int masks,
        double maskFraction,
        double blurBands,
        double blurFrames,
        int octaves,
        double clip) {

    private static final int LARGEST_ROLL = 10_000;
    private static final int LARGEST_SHIFT = 64;
    private static final int LARGEST_MASKS = 16;
    private static final double LARGEST_MASK_FRACTION = 0.5;
    private static final double LARGEST_BLUR = 64;
    private static final int MOST_OCTAVES = 4;
    private static final double LARGEST_CLIP = 100;

    public RegulariserSettings {
        Ranges.require("regularisers.timeRollFrames", timeRollFrames, 0, LARGEST_ROLL);
        Ranges.require("regularisers.melShiftBands", melShiftBands, 0, LARGEST_SHIFT);
        Ranges.require("regularisers.masks", masks, 0, LARGEST_MASKS);
        Ranges.require("regularisers.maskFraction", maskFraction, 0, LARGEST_MASK_FRACTION);
        Ranges.require("regularisers.blurBands", blurBands, 0, LARGEST_BLUR);
        Ranges.require("regularisers.blurFrames", blurFrames, 0, LARGEST_BLUR);
        Ranges.require("regularisers.octaves", octaves, 1, MOST_OCTAVES);
        Ranges.require("regularisers.clip", clip, 1, LARGEST_CLIP);
    }

    /** No regularisers at all, and as good as no clip: 100 steps are the largest. */
    public static RegulariserSettings none() {
        return new RegulariserSettings(0, 0, 0, 0, 0, 0, 1, LARGEST_CLIP);
    }
}
