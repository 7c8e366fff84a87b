package io.reverie.dream.engine;

/**
 * The mean of Gaussian blurs of growing width ({@link GaussianBlur}), so that a step has structure of several sizes
 * (octaves of DeepDream; Mordvintsev, Olah and Tyka, 2015). Keeps its buffers; not thread-safe.
 */
final class OctaveBlur {

    /** From the standard deviations (1, 1) to (8, 16) in two octaves. */
    private static final double WIDER_OVER_BANDS = Math.sqrt(8);

    private static final double WIDER_OVER_FRAMES = 4;

    private final GaussianBlur[] octaves;
    private final float[] original;
    private final float[] blurred;

    /**
     * @param rows values of a frame
     * @param frames most frames
     * @param settings widths of the first octave, and how many there are
     * @param rowsPerBand rows that are as wide as a mel band, in which the widths are given
     */
    OctaveBlur(int rows, int frames, RegulariserSettings settings, int rowsPerBand) {
        this.octaves = new GaussianBlur[settings.octaves()];
        double overBands = settings.blurBands() * rowsPerBand;
        double overFrames = settings.blurFrames();
        for (int i = 0; i < octaves.length; i++) {
            octaves[i] = new GaussianBlur(rows, frames, overBands, overFrames);
            overBands *= WIDER_OVER_BANDS;
            overFrames *= WIDER_OVER_FRAMES;
        }
        this.original = new float[octaves.length > 1 ? rows * frames : 0];
        this.blurred = new float[original.length];
    }

    /** Blurs the first frames of an array [frames, rows] in place. */
    void apply(float[] values, int frames) {
        if (octaves.length == 1) {
            octaves[0].apply(values, frames);
            return;
        }
        System.arraycopy(values, 0, original, 0, values.length);
        java.util.Arrays.fill(values, 0);
        for (GaussianBlur octave : octaves) {
            System.arraycopy(original, 0, blurred, 0, values.length);
            octave.apply(blurred, frames);
            for (int i = 0; i < values.length; i++) {
                values[i] += blurred[i] / octaves.length;
            }
        }
    }
}
