package io.reverie.audio;

import java.io.IOException;
import java.util.Arrays;

/**
 * The frames of {@link Stft#forward} one after the other, in memory that does not grow with the signal: the same numbers
 * to the bit.
 */
public final class StftReader {

    /** Frames are analysed so many at a time, which is what {@link Stft#forwardFrames} is fastest with. */
    private static final int FRAMES_AT_ONCE = 64;

    private final Stft stft;
    private final SampleSource source;
    private final int nFft;
    private final int hop;

    /** Length of what a centred analysis adds at each end. */
    private final int padding;

    /** A part of the padded signal. */
    private final float[] window;
    /** The sample of the padded signal that the window begins with. */
    private long windowStart;

    private int filled;
    private long samples;
    private boolean started;
    private boolean ended;
    private long nextFrame;

    /** Reads a signal from its first sample on. */
    public StftReader(Stft stft, SampleSource source) {
        this.stft = stft;
        this.source = source;
        StftParameters parameters = stft.parameters();
        this.nFft = parameters.nFft();
        this.hop = parameters.hop();
        this.padding = parameters.centered() ? nFft / 2 : 0;
        // The frames at once, and so many samples behind them that the padding at the end finds what it mirrors.
        this.window = new float[3 * nFft + FRAMES_AT_ONCE * hop];
    }

    /**
     * Reads the next frames.
     *
     * @param mostFrames at least 1
     * @return at most so many frames, at least one; none behind the last
     * @throws IllegalArgumentException if the signal is shorter than {@link StftParameters#minimumSamples()}
     * @throws IOException if the signal cannot be read
     */
    public ComplexSpectrogram read(int mostFrames) throws IOException {
        start();
        int bins = stft.parameters().bins();
        float[] values = new float[2 * bins * mostFrames];
        int frames = 0;
        while (frames < mostFrames) {
            int there = fill(Math.min(FRAMES_AT_ONCE, mostFrames - frames));
            if (there == 0) {
                break;
            }
            stft.forwardFrames(window, (int) (nextFrame * hop - windowStart), there, values, 2 * bins * frames);
            frames += there;
            nextFrame += there;
        }
        return new ComplexSpectrogram(
                bins, frames, frames == mostFrames ? values : Arrays.copyOf(values, 2 * bins * frames));
    }

    /** Fills in the padding before the first sample. */
    private void start() throws IOException {
        if (started) {
            return;
        }
        started = true;
        filled = padding;
        int needed = stft.parameters().minimumSamples();
        while (samples < needed && readMore()) {
            // Until there is enough to mirror.
        }
        stft.parameters().frames(samples);
        if (stft.parameters().padMode() == PadMode.REFLECT) {
            for (int i = 1; i <= padding; i++) {
                window[padding - i] = window[padding + i];
            }
        }
    }

    /** Makes sure that the window holds the next frames; says how many of them there are before the end. */
    private int fill(int wanted) throws IOException {
        long start = nextFrame * hop;
        long end = start + (wanted - 1L) * hop + nFft;
        while (!ended && windowStart + filled < end) {
            drop(Math.min(start, windowStart + filled - padding - 1));
            if (!readMore()) {
                padEnd();
            }
        }
        long there = windowStart + filled - start - nFft;
        return there < 0 ? 0 : (int) Math.min(wanted, there / hop + 1);
    }

    private boolean readMore() throws IOException {
        // The padding at the end always has room.
        int read = source.read(window, filled, window.length - padding - filled);
        if (read < 0) {
            return false;
        }
        filled += read;
        samples += read;
        return true;
    }

    private void padEnd() {
        ended = true;
        boolean reflect = stft.parameters().padMode() == PadMode.REFLECT;
        for (int i = 0; i < padding; i++) {
            window[filled + i] = reflect ? window[filled - 2 - i] : 0;
        }
        filled += padding;
    }

    private void drop(long keepFrom) {
        int dropped = (int) Math.max(0, keepFrom - windowStart);
        System.arraycopy(window, dropped, window, 0, filled - dropped);
        filled -= dropped;
        windowStart += dropped;
    }
}
