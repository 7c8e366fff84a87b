package io.reverie.dream.engine;

/**
 * The windows in which a recording is dreamed: each of one length, neighbours overlapping, the last one aligned with the
 * end. A recording no longer than a window is one window of its own length.
 *
 * @param frames frames of the recording, at least 1
 * @param windowFrames frames of a window
 * @param overlap frames that neighbours share at least, less than a window
 */
record WindowSchedule(int frames, int windowFrames, int overlap) {

    WindowSchedule {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, but is " + frames);
        }
        if (windowFrames < 1) {
            throw new IllegalArgumentException("windowFrames must be at least 1, but is " + windowFrames);
        }
        if (overlap < 0 || overlap >= windowFrames) {
            throw new IllegalArgumentException(
                    "overlap must be 0 to " + (windowFrames - 1) + " frames, but is " + overlap);
        }
    }

    /** The number of windows. */
    int count() {
        if (frames <= windowFrames) {
            return 1;
        }
        int hop = windowFrames - overlap;
        return 1 + (frames - windowFrames + hop - 1) / hop;
    }

    /** The first frame of a window. */
    int start(int window) {
        return Math.max(0, Math.min(window * (windowFrames - overlap), frames - windowFrames));
    }

    /** Frames of each window. */
    int length() {
        return Math.min(frames, windowFrames);
    }
}
