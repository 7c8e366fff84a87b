package io.reverie.audio;

import java.util.Arrays;
import java.util.Objects;

/**
 * The short-time Fourier transform and its inverse, with the numbers of {@code torch.stft} and {@code torch.istft}
 * (periodic Hann window centred in the transform, onesided, not normalised).
 *
 * <p>An instance keeps its buffers and is not thread-safe: one for each thread.
 */
public final class Stft {

    /** Below this sum of squared windows a sample was not seen by any frame; the threshold of {@code torch.istft}. */
    private static final double SMALLEST_WINDOW_SUM = 1e-11;

    private static final double FADING_SHARE = 1.0 / 32;

    private final StftParameters parameters;
    private final int nFft;
    private final int bins;
    private final int windowStart;
    private final float[] window;
    private final float[] frameWindow;
    private final FrameTransform frameTransform;
    private final float[] padded;
    /** Frames between their transform and their overlap; made for the first inverse. */
    private float[] synthesised = {};

    private final double leastWindowShare;
    private float[] windowSum = {};
    private int windowSumFrames;

    /** Prepares window and transform, the inverse exact to the edges. */
    public Stft(StftParameters parameters) {
        this(parameters, 0);
    }

    /**
     * A transform for spectra that no signal has, such as dreamed ones and those on the way of phase retrieval. Where
     * only the foot of a window reaches (the ends of an analysis that is not centred, gaps between windows with little
     * overlap) the exact inverse divides what does not fit by next to nothing, and a click drowns the sound. This one
     * fades there: it never divides by less than a 32nd of the largest sum of squared windows. Everywhere else it is the
     * exact one.
     */
    public static Stft fadingEdges(StftParameters parameters) {
        return new Stft(parameters, FADING_SHARE);
    }

    private Stft(StftParameters parameters, double leastWindowShare) {
        this.leastWindowShare = leastWindowShare;
        this.parameters = parameters;
        this.nFft = parameters.nFft();
        this.bins = parameters.bins();
        this.windowStart = (nFft - parameters.winLength()) / 2;
        this.window = periodicHann(parameters.winLength());
        this.frameWindow = new float[nFft];
        System.arraycopy(window, 0, frameWindow, windowStart, window.length);
        this.frameTransform = FrameTransform.of(nFft);
        this.padded = new float[(frameTransform.lanes() - 1) * parameters.hop() + nFft];
    }

    /** The parameters of this transform. */
    public StftParameters parameters() {
        return parameters;
    }

    /**
     * Analyses a signal into {@link StftParameters#frames(int)} frames. Samples that are not finite spread to every
     * bin of their frames; see {@link Samples#allFinite(float[])}.
     *
     * @throws IllegalArgumentException if the signal is shorter than {@link StftParameters#minimumSamples()}, or its
     *     spectrogram larger than an array can be
     */
    public ComplexSpectrogram forward(float[] samples) {
        int frames = parameters.frames(samples.length);
        long size = 2L * bins * frames;
        if (size > Samples.LARGEST_ARRAY) {
            throw new IllegalArgumentException("the spectrogram would have " + size
                    + " values, more than an array can hold: choose a larger hop or a shorter signal");
        }
        float[] values = new float[(int) size];
        forward(samples, values);
        return new ComplexSpectrogram(bins, frames, values);
    }

    /**
     * The same into an array that is there already.
     *
     * @param values receives the numbers as {@link ComplexSpectrogram#values()} has them
     * @throws IllegalArgumentException if the signal is shorter than {@link StftParameters#minimumSamples()}, or values
     *     has another length than 2 * bins * frames
     */
    public void forward(float[] samples, float[] values) {
        int frames = parameters.frames(samples.length);
        if (values.length != 2L * bins * frames) {
            throw new IllegalArgumentException("values must have 2 * bins * frames = " + 2L * bins * frames
                    + " elements, but has " + values.length);
        }
        int lanes = frameTransform.lanes();
        for (int t = 0; t < frames; t += lanes) {
            analyse(samples, t, Math.min(lanes, frames - t), values, 2 * t * bins);
        }
    }

    /**
     * Analyses one frame of an array that holds all of it: no padding, whatever the parameters say. The numbers are those
     * of {@link #forward(float[])} to the bit. {@link #forwardFrames} is several times faster a frame.
     *
     * @param source samples that are not windowed yet, from start on at least nFft of them
     * @param start where the frame begins, its window centred in the nFft samples from there
     * @param values where the {@link StftParameters#bins()} pairs of real and imaginary part go
     * @param at index of the first real part
     * @throws IndexOutOfBoundsException if one of the arrays is too short
     */
    void forwardFrame(float[] source, int start, float[] values, int at) {
        forwardFrames(source, start, 1, values, at);
    }

    /**
     * Analyses neighbouring frames of an array that holds all of them, a hop from one to the next; see
     * {@link #forwardFrame}. Fastest with 128 frames or more.
     */
    void forwardFrames(float[] source, int start, int frames, float[] values, int at) {
        int hop = parameters.hop();
        int pitch = 2 * bins;
        Objects.checkFromIndexSize(start, frames == 0 ? 0 : (long) (frames - 1) * hop + nFft, source.length);
        Objects.checkFromIndexSize(at, (long) frames * pitch, values.length);
        int lanes = frameTransform.lanes();
        for (int t = 0; t < frames; t += lanes) {
            int count = Math.min(lanes, frames - t);
            frameTransform.analyse(source, start + t * hop, hop, count, frameWindow, values, at + t * pitch);
        }
    }

    /**
     * Synthesises a signal: windowed overlap-add divided by the sum of the squared windows, the least-squares inverse
     * (Griffin and Lim, 1984; {@code torch.istft}). Samples that no frame covers are 0: those behind the last frame, and
     * in an analysis that is not centred those where the window vanishes.
     *
     * @param spectrogram with as many bins as this transform, any number of frames
     * @param samples length of the signal
     * @throws IllegalArgumentException if the number of bins differs or samples is negative
     */
    public float[] inverse(ComplexSpectrogram spectrogram, int samples) {
        if (samples < 0) {
            throw new IllegalArgumentException("samples must not be negative, but is " + samples);
        }
        float[] signal = new float[samples];
        inverse(spectrogram, signal);
        return signal;
    }

    /**
     * The same into an array that is there already.
     *
     * @param signal receives the samples, as many as it has elements
     * @throws IllegalArgumentException if the number of bins differs
     */
    public void inverse(ComplexSpectrogram spectrogram, float[] signal) {
        if (spectrogram.bins() != bins) {
            throw new IllegalArgumentException(
                    "the spectrogram must have " + bins + " bins, but has " + spectrogram.bins());
        }
        Arrays.fill(signal, 0);
        int lanes = frameTransform.lanes();
        if (synthesised.length == 0) {
            synthesised = new float[lanes * nFft];
        }
        for (int t = 0; t < spectrogram.frames(); t += lanes) {
            int count = Math.min(lanes, spectrogram.frames() - t);
            frameTransform.synthesise(spectrogram.values(), 2 * t * bins, count, synthesised);
            for (int i = 0; i < count; i++) {
                overlapAdd(t + i, i * nFft, signal);
            }
        }
        divideByWindows(spectrogram.frames(), signal);
    }

    private void overlapAdd(int frame, int at, float[] signal) {
        long start = windowStart(frame);
        int from = (int) Math.max(0, -start);
        int to = (int) Math.min(window.length, signal.length - start);
        int first = at + windowStart;
        int offset = (int) start;
        for (int i = from; i < to; i++) {
            signal[offset + i] += synthesised[first + i] * window[i];
        }
    }

    private long windowStart(int frame) {
        return (long) frame * parameters.hop() - (parameters.centered() ? nFft / 2 : 0) + windowStart;
    }

    private void divideByWindows(int frames, float[] signal) {
        if (windowSum.length != signal.length || windowSumFrames != frames) {
            windowSum = windowSum(frames, signal.length);
            windowSumFrames = frames;
        }
        for (int i = 0; i < signal.length; i++) {
            signal[i] = windowSum[i] > SMALLEST_WINDOW_SUM ? signal[i] / windowSum[i] : 0;
        }
    }

    /** The sum of the squared windows at each sample. */
    private float[] windowSum(int frames, int samples) {
        float[] sum = new float[samples];
        for (int t = 0; t < frames; t++) {
            long start = windowStart(t);
            int to = (int) Math.min(window.length, samples - start);
            for (int i = (int) Math.max(0, -start); i < to; i++) {
                sum[(int) start + i] += window[i] * window[i];
            }
        }
        float least = (float) (leastWindowShare * Samples.peak(sum));
        for (int i = 0; i < samples; i++) {
            sum[i] = Math.max(sum[i], least);
        }
        return sum;
    }

    /** Analyses neighbouring frames, through a padded copy where they reach beyond the signal. */
    private void analyse(float[] samples, int frame, int frames, float[] values, int at) {
        int hop = parameters.hop();
        long start = (long) frame * hop - (parameters.centered() ? nFft / 2 : 0);
        int length = (frames - 1) * hop + nFft;
        if (start >= 0 && start + length <= samples.length) {
            frameTransform.analyse(samples, (int) start, hop, frames, frameWindow, values, at);
            return;
        }
        for (int i = 0; i < length; i++) {
            padded[i] = padded(samples, start + i);
        }
        frameTransform.analyse(padded, 0, hop, frames, frameWindow, values, at);
    }

    private float padded(float[] samples, long at) {
        if (at >= 0 && at < samples.length) {
            return samples[(int) at];
        }
        if (parameters.padMode() == PadMode.ZERO) {
            return 0;
        }
        return samples[(int) (at < 0 ? -at : 2L * (samples.length - 1) - at)];
    }

    private static float[] periodicHann(int length) {
        float[] window = new float[length];
        for (int i = 0; i < length; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
        }
        return window;
    }
}
