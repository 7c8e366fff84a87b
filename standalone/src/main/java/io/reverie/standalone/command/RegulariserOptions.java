package io.reverie.standalone.command;

import io.reverie.schemas.Regularisers;
import picocli.CommandLine.Option;

/** What keeps a dream from fooling one network alone. */
final class RegulariserOptions {

    @Option(
            names = "--time-roll",
            paramLabel = "FRAMES",
            description = "Largest circular roll in time of an iteration (200).")
    private Integer timeRoll;

    @Option(
            names = "--mel-shift",
            paramLabel = "BANDS",
            description = "Largest shift in frequency of an iteration, in mel bands (3).")
    private Integer melShift;

    @Option(
            names = "--masks",
            paramLabel = "N",
            description = "Frequency masks and time masks of an iteration, so many of each (2).")
    private Integer masks;

    @Option(
            names = "--mask-fraction",
            paramLabel = "X",
            description = "Largest extent of a mask as a fraction of its axis (1/6).")
    private Double maskFraction;

    @Option(
            names = "--blur-bands",
            paramLabel = "X",
            description =
                    "mask, image: standard deviation of the Gaussian that smooths the gradient over mel bands (1).")
    private Double blurBands;

    @Option(
            names = "--blur-frames",
            paramLabel = "X",
            description = "mask, image: standard deviation of the Gaussian that smooths the gradient over frames (1).")
    private Double blurFrames;

    @Option(
            names = "--octaves",
            paramLabel = "N",
            description = "mask, image: Gaussians of growing width whose mean smooths the gradient, 1 to 4 (1).")
    private Integer octaves;

    @Option(
            names = "--clip",
            paramLabel = "X",
            description = "normalized: largest step of a gain in units of the step (5).")
    private Double clip;

    @Option(
            names = "--noise-bed",
            paramLabel = "DB",
            description = "White noise added to the input, relative to its RMS (-60 dB, -30 dB for a sweep).")
    private Double noiseBed;

    /** Whether the smoothing of the gradient was asked for. */
    boolean smooth() {
        return blurBands != null || blurFrames != null || octaves != null;
    }

    /** Whether the clip of the step was asked for. */
    boolean clips() {
        return clip != null;
    }

    void applyTo(Regularisers regularisers) {
        Given.apply(timeRoll, regularisers::setTimeRollFrames);
        Given.apply(melShift, regularisers::setMelShiftBands);
        Given.apply(masks, regularisers::setMasks);
        Given.apply(maskFraction, regularisers::setMaskFraction);
        Given.apply(blurBands, regularisers::setBlurBands);
        Given.apply(blurFrames, regularisers::setBlurFrames);
        Given.apply(octaves, regularisers::setOctaves);
        Given.apply(clip, regularisers::setClip);
        Given.apply(noiseBed, regularisers::setNoiseBedDb);
    }
}
