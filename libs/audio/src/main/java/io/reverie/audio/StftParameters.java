package io.reverie.audio;

import java.util.Objects;

/**
 * Every parameter of a short-time Fourier transform with a periodic Hann window. Onesided and not normalised, as
 * {@code torch.stft}.
 *
 * @param sampleRate samples a second, in Hz
 * @param nFft length of the Fourier transform in samples; even
 * @param winLength length of the window in samples, centred in the transform
 * @param hop distance between frames in samples
 * @param centered whether frame t is centred on sample {@code t * hop}, the signal padded by half of nFft on both sides
 * @param padMode how a centred analysis pads; without meaning where it is not centred
 */
public record StftParameters(int sampleRate, int nFft, int winLength, int hop, boolean centered, PadMode padMode) {

    /** The highest sample rate, in Hz, that audio may have here. */
    public static final int LARGEST_SAMPLE_RATE = 768_000;

    /** The longest Fourier transform, in samples. */
    public static final int LARGEST_N_FFT = 65_536;

    private static final int SMALLEST_N_FFT = 4;

    public StftParameters {
        if (sampleRate < 1 || sampleRate > LARGEST_SAMPLE_RATE) {
            throw new IllegalArgumentException(
                    "sampleRate must be 1 to " + LARGEST_SAMPLE_RATE + " Hz, but is " + sampleRate);
        }
        if (nFft < SMALLEST_N_FFT || nFft > LARGEST_N_FFT || nFft % 2 != 0) {
            throw new IllegalArgumentException(
                    "nFft must be an even number from " + SMALLEST_N_FFT + " to " + LARGEST_N_FFT + ", but is " + nFft);
        }
        if (winLength < 2 || winLength > nFft) {
            throw new IllegalArgumentException("winLength must be 2 to nFft (" + nFft + "), but is " + winLength);
        }
        if (hop < 1 || hop > winLength) {
            throw new IllegalArgumentException("hop must be 1 to winLength (" + winLength + "), but is " + hop);
        }
        Objects.requireNonNull(padMode, "padMode");
    }

    /** The default analysis: 22050 Hz, transform and window of 1024, hop 256, centred with reflect padding. */
    public static StftParameters defaults() {
        return new StftParameters(22_050, 1024, 1024, 256, true, PadMode.REFLECT);
    }

    /** The number of frequency bins from 0 Hz to Nyquist. */
    public int bins() {
        return nFft / 2 + 1;
    }

    /** The distance between two frequency bins, in Hz. */
    public double binHz() {
        return (double) sampleRate / nFft;
    }

    /** The fewest samples that can be analysed. */
    public int minimumSamples() {
        if (!centered) {
            return nFft;
        }
        return padMode == PadMode.REFLECT ? nFft / 2 + 1 : 1;
    }

    /**
     * The number of frames of a signal.
     *
     * @throws IllegalArgumentException if the signal has fewer than {@link #minimumSamples()} samples
     */
    public int frames(int samples) {
        return (int) frames((long) samples);
    }

    /** As {@link #frames(int)}, for signals that are read bit by bit. */
    public long frames(long samples) {
        if (samples < minimumSamples()) {
            throw new IllegalArgumentException("the signal must have at least " + minimumSamples()
                    + " samples for an analysis with nFft " + nFft
                    + (centered ? " and " + padMode + " padding" : " that is not centred") + ", but has " + samples);
        }
        return 1 + (centered ? samples : samples - nFft) / hop;
    }
}
