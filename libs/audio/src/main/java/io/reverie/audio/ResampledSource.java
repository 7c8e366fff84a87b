package io.reverie.audio;

import java.io.IOException;
import java.util.Arrays;

/** A source at {@code up / down} times its rate. */
final class ResampledSource implements SampleSource {

    private static final int BLOCK = 8192;

    private final SampleSource source;
    private final int up;
    private final int down;
    private final PolyphaseFilter filter;

    /** A part of the input, in between silence before its first and behind its last sample. */
    private final float[] window;
    /** The input's sample that the window begins with. */
    private long windowStart;

    private int filled;
    private long inputSamples;
    private boolean ended;
    private long next;

    /**
     * @param up numerator of the ratio of the rates, without a common divisor
     * @param down its denominator
     */
    ResampledSource(SampleSource source, int up, int down) {
        this.source = source;
        this.up = up;
        this.down = down;
        this.filter = new PolyphaseFilter(up, Math.min(1.0, (double) up / down));
        // The input skips up to down / up samples from one output sample to the next.
        this.window = new float[2 * filter.reach() + BLOCK + down / up + 1];
        this.windowStart = 1 - filter.reach();
        this.filled = filter.reach() - 1;
    }

    @Override
    public int read(float[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            long position = next * down;
            long index = position / up;
            fillFor(index);
            if (ended && index >= inputSamples) {
                break;
            }
            int start = (int) (index - filter.reach() + 1 - windowStart);
            target[offset + count] = (float) filter.at(window, start, (int) (position % up));
            count++;
            next++;
        }
        return count == 0 ? -1 : count;
    }

    /** Makes sure that the window reaches as far behind an input sample as the filter does. */
    private void fillFor(long index) throws IOException {
        long first = index - filter.reach() + 1;
        while (windowStart + filled < first + 2L * filter.reach()) {
            if (filled == window.length) {
                int dropped = (int) (first - windowStart);
                System.arraycopy(window, dropped, window, 0, filled - dropped);
                filled -= dropped;
                windowStart += dropped;
            }
            int read = ended ? -1 : source.read(window, filled, window.length - filled);
            if (read < 0) {
                ended = true;
                Arrays.fill(window, filled, window.length, 0);
                filled = window.length;
            } else {
                inputSamples += read;
                filled += read;
            }
        }
    }
}
