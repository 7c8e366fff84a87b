package io.reverie.audio;

/** What is asked of plain arrays of samples. */
public final class Samples {

    /** The most elements that an array can have on common virtual machines. */
    public static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private Samples() {}

    /** Whether no value is NaN or infinite. */
    public static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** The largest magnitude; 0 for an empty array. */
    public static double peak(float[] values) {
        float peak = 0;
        for (float value : values) {
            peak = Math.max(peak, Math.abs(value));
        }
        return peak;
    }
}
