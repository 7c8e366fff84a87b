package io.reverie.audio;

/**
 * Fourier transforms of several real frames at once, for lengths that are powers of two. Row n holds sample n of every
 * frame side by side, so that each inner loop runs over frames with unit stride and the virtual machine's compiler
 * makes vector instructions of it. No frame's numbers depend on its neighbours: a frame has the same bits alone.
 *
 * <p>The even samples are the real and the odd ones the imaginary parts of a complex transform of half the length
 * (decimation in frequency, radix 2, in place), whose result is separated afterwards; see Press et al., Numerical
 * Recipes, "FFT of single real function".
 */
final class FrameBatch implements FrameTransform {

    private static final int SMALLEST_LENGTH = 16;

    /** So many frames that vectors are full, and so few that the rows of usual lengths stay in the processor's cache. */
    private static final int MOST_LANES = 64;

    private static final int FEWEST_LANES = 16;
    private static final int CACHED_VALUES = 1 << 16;

    private final int length;
    private final int half;
    private final int lanes;
    private final float[][] real;
    private final float[][] imaginary;
    private final float[] cosines;
    private final float[] sines;
    private final int[] reversed;

    FrameBatch(int length) {
        this.length = length;
        this.half = length / 2;
        this.lanes = Math.max(FEWEST_LANES, Math.min(MOST_LANES, CACHED_VALUES / length));
        this.real = new float[half][lanes];
        this.imaginary = new float[half][lanes];
        this.cosines = new float[half];
        this.sines = new float[half];
        this.reversed = new int[half];
        int unusedBits = Integer.numberOfLeadingZeros(half) + 1;
        for (int i = 0; i < half; i++) {
            cosines[i] = (float) Math.cos(2 * Math.PI * i / length);
            sines[i] = (float) -Math.sin(2 * Math.PI * i / length);
            reversed[i] = Integer.reverse(i) >>> unusedBits;
        }
    }

    /** Whether frames of this length can be transformed. */
    static boolean supports(int length) {
        return length >= SMALLEST_LENGTH && Integer.bitCount(length) == 1;
    }

    @Override
    public int lanes() {
        return lanes;
    }

    @Override
    public void analyse(float[] source, int start, int hop, int frames, float[] window, float[] values, int at) {
        load(source, start, hop, frames, window);
        transform(frames);
        store(frames, values, at);
    }

    private void load(float[] samples, int start, int hop, int frames, float[] window) {
        for (int row = 0; row < half; row++) {
            float[] even = real[row];
            float[] odd = imaginary[row];
            float evenWeight = window[2 * row];
            float oddWeight = window[2 * row + 1];
            for (int frame = 0, at = start + 2 * row; frame < frames; frame++, at += hop) {
                even[frame] = samples[at] * evenWeight;
                odd[frame] = samples[at + 1] * oddWeight;
            }
        }
    }

    private void transform(int frames) {
        for (int distance = half / 2, step = 2; distance >= 1; distance /= 2, step *= 2) {
            for (int base = 0; base < half; base += 2 * distance) {
                sumAndDifference(real[base], real[base + distance], frames);
                sumAndDifference(imaginary[base], imaginary[base + distance], frames);
                for (int i = 1; i < distance; i++) {
                    int other = base + i + distance;
                    butterfly(
                            real[base + i],
                            imaginary[base + i],
                            real[other],
                            imaginary[other],
                            cosines[i * step],
                            sines[i * step],
                            frames);
                }
            }
        }
        separateOuterBins(frames);
        for (int bin = 1; bin < half / 2; bin++) {
            int row = reversed[bin];
            int mirrored = reversed[half - bin];
            separate(real[row], imaginary[row], real[mirrored], imaginary[mirrored], cosines[bin], sines[bin], frames);
        }
    }

    /** The real parts of a bin from 1 to below Nyquist, or of 0 Hz where the bin is 0. */
    private float[] realRow(int bin) {
        return real[reversed[bin]];
    }

    /** The imaginary parts of a bin from 1 to below Nyquist; of bin 0 the real parts of Nyquist. */
    private float[] imaginaryRow(int bin) {
        return imaginary[reversed[bin]];
    }

    private void store(int frames, float[] values, int start) {
        int pitch = length + 2;
        for (int bin = 0; bin < half; bin++) {
            float[] realRow = realRow(bin);
            float[] imaginaryRow = imaginaryRow(bin);
            for (int frame = 0, at = start + 2 * bin; frame < frames; frame++, at += pitch) {
                values[at] = realRow[frame];
                values[at + 1] = imaginaryRow[frame];
            }
        }
        for (int frame = 0, at = start; frame < frames; frame++, at += pitch) {
            values[at + length] = values[at + 1];
            values[at + length + 1] = 0;
            values[at + 1] = 0;
        }
    }

    private static void sumAndDifference(float[] first, float[] second, int frames) {
        for (int i = 0; i < frames; i++) {
            float a = first[i];
            float b = second[i];
            first[i] = a + b;
            second[i] = a - b;
        }
    }

    private static void butterfly(
            float[] firstReal,
            float[] firstImaginary,
            float[] secondReal,
            float[] secondImaginary,
            float cosine,
            float sine,
            int frames) {
        for (int i = 0; i < frames; i++) {
            float aReal = firstReal[i];
            float aImaginary = firstImaginary[i];
            float bReal = secondReal[i];
            float bImaginary = secondImaginary[i];
            firstReal[i] = aReal + bReal;
            firstImaginary[i] = aImaginary + bImaginary;
            float differenceReal = aReal - bReal;
            float differenceImaginary = aImaginary - bImaginary;
            secondReal[i] = differenceReal * cosine - differenceImaginary * sine;
            secondImaginary[i] = differenceReal * sine + differenceImaginary * cosine;
        }
    }

    /** From the packed transform at bins k and half - k to the real frames' spectrum there. */
    private static void separate(
            float[] firstReal,
            float[] firstImaginary,
            float[] secondReal,
            float[] secondImaginary,
            float cosine,
            float sine,
            int frames) {
        for (int i = 0; i < frames; i++) {
            float aReal = firstReal[i];
            float aImaginary = firstImaginary[i];
            float bReal = secondReal[i];
            float bImaginary = secondImaginary[i];
            float evenReal = 0.5f * (aReal + bReal);
            float evenImaginary = 0.5f * (aImaginary - bImaginary);
            float oddReal = 0.5f * (aImaginary + bImaginary);
            float oddImaginary = 0.5f * (bReal - aReal);
            float turnedReal = cosine * oddReal - sine * oddImaginary;
            float turnedImaginary = cosine * oddImaginary + sine * oddReal;
            firstReal[i] = evenReal + turnedReal;
            firstImaginary[i] = evenImaginary + turnedImaginary;
            secondReal[i] = evenReal - turnedReal;
            secondImaginary[i] = turnedImaginary - evenImaginary;
        }
    }

    /** 0 Hz and Nyquist, both real, share the first row; the bin in the middle is its own mirror image. */
    private void separateOuterBins(int frames) {
        sumAndDifference(real[0], imaginary[0], frames);
        float[] middle = imaginaryRow(half / 2);
        for (int i = 0; i < frames; i++) {
            middle[i] = -middle[i];
        }
    }
}
