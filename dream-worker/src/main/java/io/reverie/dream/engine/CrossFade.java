package io.reverie.dream.engine;

/**
 * Joins the gains of successive windows: where a window overlaps what is there already, it is faded in linearly over the
 * whole overlap, so that the gains (in nepers) have no jump.
 */
final class CrossFade {

    private final int bands;
    private final float[] joined;
    private int end;

    CrossFade(int bands, int frames) {
        this.bands = bands;
        this.joined = new float[bands * frames];
    }

    /**
     * Adds the next window.
     *
     * @param gains [frames, bands] of the window
     * @param start its first frame, not before the last window's and not behind its end
     * @param frames its frames
     */
    void add(float[] gains, int start, int frames) {
        if (start > end) {
            throw new IllegalArgumentException("start must be at most " + end + ", but is " + start);
        }
        int overlap = end - start;
        for (int frame = 0; frame < frames; frame++) {
            float share = frame < overlap ? (frame + 1f) / (overlap + 1f) : 1;
            int from = frame * bands;
            int to = (start + frame) * bands;
            for (int band = 0; band < bands; band++) {
                joined[to + band] += share * (gains[from + band] - joined[to + band]);
            }
        }
        end = Math.max(end, start + frames);
    }

    /** The gains of the whole recording, [frames, bands]. */
    float[] joined() {
        return joined;
    }
}
