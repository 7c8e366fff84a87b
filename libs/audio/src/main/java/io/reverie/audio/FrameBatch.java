package io.reverie.audio;

/**
 * Fourier transforms of several real frames at once, for lengths that are powers of two. Row n holds sample n of every
 * frame side by side, so that each inner loop runs over frames with unit stride and the virtual machine's compiler
 * makes vector instructions of it. No frame's numbers depend on its neighbours: a frame has the same bits alone.
 *
 * <p>The even samples are the real and the odd ones the imaginary parts of a complex transform of half the length
 * (decimation in frequency, radix 4, in place), whose result is separated afterwards; see Press et al., Numerical
 * Recipes, "FFT of single real function". The inverse joins them first; it is the same transform with real and imaginary
 * parts exchanged before and after.
 */
final class FrameBatch implements FrameTransform {

    private static final int SMALLEST_LENGTH = 16;

    /** So many frames that vectors are full, and so few that the rows of usual lengths stay in the processor's cache. */
    private static final int MOST_LANES = 128;

    private static final int FEWEST_LANES = 16;
    private static final int CACHED_VALUES = 1 << 17;

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

    @Override
    public void synthesise(float[] values, int at, int frames, float[] samples) {
        loadSpectra(values, at, frames);
        join(frames);
        decimate(0, half, frames);
        storeSamples(frames, samples);
    }

    /** Eight samples at a time, so that a cache line that was fetched is used before hops of 2^n push it out. */
    private void load(float[] samples, int start, int hop, int frames, float[] window) {
        for (int row = 0; row < half; row += 4) {
            float[] even0 = real[row];
            float[] odd0 = imaginary[row];
            float[] even1 = real[row + 1];
            float[] odd1 = imaginary[row + 1];
            float[] even2 = real[row + 2];
            float[] odd2 = imaginary[row + 2];
            float[] even3 = real[row + 3];
            float[] odd3 = imaginary[row + 3];
            int sample = 2 * row;
            // Read once: the compiler cannot know that no row is the window.
            float evenWeight0 = window[sample];
            float oddWeight0 = window[sample + 1];
            float evenWeight1 = window[sample + 2];
            float oddWeight1 = window[sample + 3];
            float evenWeight2 = window[sample + 4];
            float oddWeight2 = window[sample + 5];
            float evenWeight3 = window[sample + 6];
            float oddWeight3 = window[sample + 7];
            for (int frame = 0, at = start + sample; frame < frames; frame++, at += hop) {
                even0[frame] = samples[at] * evenWeight0;
                odd0[frame] = samples[at + 1] * oddWeight0;
                even1[frame] = samples[at + 2] * evenWeight1;
                odd1[frame] = samples[at + 3] * oddWeight1;
                even2[frame] = samples[at + 4] * evenWeight2;
                odd2[frame] = samples[at + 5] * oddWeight2;
                even3[frame] = samples[at + 6] * evenWeight3;
                odd3[frame] = samples[at + 7] * oddWeight3;
            }
        }
    }

    private void transform(int frames) {
        decimate(0, half, frames);
        separateOuterBins(frames);
        for (int bin = 1; bin < half / 2; bin++) {
            int row = reversed[bin];
            int mirrored = reversed[half - bin];
            separate(real[row], imaginary[row], real[mirrored], imaginary[mirrored], cosines[bin], sines[bin], frames);
        }
    }

    /** The complex transform of size rows from base on; parts that are done go on to be done in the nearest cache. */
    private void decimate(int base, int size, int frames) {
        if (size == 2) {
            sumAndDifference(real[base], real[base + 1], frames);
            sumAndDifference(imaginary[base], imaginary[base + 1], frames);
            return;
        }
        int quarter = size / 4;
        for (int i = 0; i < quarter; i++) {
            decimateFour(base + i, quarter, i * (length / size), frames);
        }
        if (quarter > 1) {
            for (int part = 0; part < 4; part++) {
                decimate(base + part * quarter, quarter, frames);
            }
        }
    }

    /** Two stages of radix 2 at once, in loops of few enough arrays for the compiler to make vectors of. */
    private void decimateFour(int row, int quarter, int turn, int frames) {
        int second = row + quarter;
        int third = second + quarter;
        int fourth = third + quarter;
        sumsAndDifferences(real[row], real[second], real[third], real[fourth], frames);
        sumsAndDifferences(imaginary[row], imaginary[second], imaginary[third], imaginary[fourth], frames);
        if (turn == 0) {
            cross(real[third], imaginary[third], real[fourth], imaginary[fourth], frames);
        } else {
            turn(real[second], imaginary[second], cosines[2 * turn], sines[2 * turn], frames);
            int triple = 3 * turn;
            float sign = triple < half ? 1 : -1;
            crossAndTurn(
                    real[third],
                    imaginary[third],
                    real[fourth],
                    imaginary[fourth],
                    cosines[turn],
                    sines[turn],
                    sign * cosines[triple % half],
                    sign * sines[triple % half],
                    frames);
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

    /** Four bins at a time, so that a cache line is written at once. */
    private void store(int frames, float[] values, int start) {
        int pitch = length + 2;
        for (int bin = 0; bin < half; bin += 4) {
            float[] real0 = realRow(bin);
            float[] imaginary0 = imaginaryRow(bin);
            float[] real1 = realRow(bin + 1);
            float[] imaginary1 = imaginaryRow(bin + 1);
            float[] real2 = realRow(bin + 2);
            float[] imaginary2 = imaginaryRow(bin + 2);
            float[] real3 = realRow(bin + 3);
            float[] imaginary3 = imaginaryRow(bin + 3);
            for (int frame = 0, at = start + 2 * bin; frame < frames; frame++, at += pitch) {
                values[at] = real0[frame];
                values[at + 1] = imaginary0[frame];
                values[at + 2] = real1[frame];
                values[at + 3] = imaginary1[frame];
                values[at + 4] = real2[frame];
                values[at + 5] = imaginary2[frame];
                values[at + 6] = real3[frame];
                values[at + 7] = imaginary3[frame];
            }
        }
        for (int frame = 0, at = start; frame < frames; frame++, at += pitch) {
            values[at + length] = values[at + 1];
            values[at + length + 1] = 0;
            values[at + 1] = 0;
        }
    }

    /** Bins in their order, Nyquist's real parts beside those of 0 Hz; four at a time, as they are written. */
    private void loadSpectra(float[] values, int start, int frames) {
        int pitch = length + 2;
        for (int bin = 0; bin < half; bin += 4) {
            float[] real0 = real[bin];
            float[] imaginary0 = imaginary[bin];
            float[] real1 = real[bin + 1];
            float[] imaginary1 = imaginary[bin + 1];
            float[] real2 = real[bin + 2];
            float[] imaginary2 = imaginary[bin + 2];
            float[] real3 = real[bin + 3];
            float[] imaginary3 = imaginary[bin + 3];
            for (int frame = 0, at = start + 2 * bin; frame < frames; frame++, at += pitch) {
                real0[frame] = values[at];
                imaginary0[frame] = values[at + 1];
                real1[frame] = values[at + 2];
                imaginary1[frame] = values[at + 3];
                real2[frame] = values[at + 4];
                imaginary2[frame] = values[at + 5];
                real3[frame] = values[at + 6];
                imaginary3[frame] = values[at + 7];
            }
        }
        float[] nyquist = imaginary[0];
        for (int frame = 0, at = start + length; frame < frames; frame++, at += pitch) {
            nyquist[frame] = values[at];
        }
    }

    /** From the spectra of real frames to packed ones, exchanged: real rows hold imaginary parts. */
    private void join(int frames) {
        float scale = 0.5f / half;
        joinOuterBins(real[0], imaginary[0], real[half / 2], imaginary[half / 2], scale, frames);
        for (int bin = 1; bin < half / 2; bin++) {
            int mirrored = half - bin;
            join(
                    real[bin],
                    imaginary[bin],
                    real[mirrored],
                    imaginary[mirrored],
                    cosines[bin],
                    sines[bin],
                    scale,
                    frames);
        }
    }

    /** Four rows at a time: eight neighbouring samples of each frame. */
    private void storeSamples(int frames, float[] samples) {
        for (int row = 0; row < half; row += 4) {
            float[] even0 = imaginaryRow(row);
            float[] odd0 = realRow(row);
            float[] even1 = imaginaryRow(row + 1);
            float[] odd1 = realRow(row + 1);
            float[] even2 = imaginaryRow(row + 2);
            float[] odd2 = realRow(row + 2);
            float[] even3 = imaginaryRow(row + 3);
            float[] odd3 = realRow(row + 3);
            for (int frame = 0, at = 2 * row; frame < frames; frame++, at += length) {
                samples[at] = even0[frame];
                samples[at + 1] = odd0[frame];
                samples[at + 2] = even1[frame];
                samples[at + 3] = odd1[frame];
                samples[at + 4] = even2[frame];
                samples[at + 5] = odd2[frame];
                samples[at + 6] = even3[frame];
                samples[at + 7] = odd3[frame];
            }
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

    /** The sum of all and that of every second one subtracted, then the differences of the two pairs. */
    private static void sumsAndDifferences(float[] first, float[] second, float[] third, float[] fourth, int frames) {
        for (int i = 0; i < frames; i++) {
            float a = first[i];
            float b = second[i];
            float c = third[i];
            float d = fourth[i];
            float even = a + c;
            float odd = b + d;
            first[i] = even + odd;
            second[i] = even - odd;
            third[i] = a - c;
            fourth[i] = b - d;
        }
    }

    /** From t and v to t - iv and t + iv. */
    private static void cross(
            float[] firstReal, float[] firstImaginary, float[] secondReal, float[] secondImaginary, int frames) {
        for (int i = 0; i < frames; i++) {
            float tReal = firstReal[i];
            float tImaginary = firstImaginary[i];
            float vReal = secondReal[i];
            float vImaginary = secondImaginary[i];
            firstReal[i] = tReal + vImaginary;
            firstImaginary[i] = tImaginary - vReal;
            secondReal[i] = tReal - vImaginary;
            secondImaginary[i] = tImaginary + vReal;
        }
    }

    /** The same, each result turned. */
    private static void crossAndTurn(
            float[] firstReal,
            float[] firstImaginary,
            float[] secondReal,
            float[] secondImaginary,
            float firstCosine,
            float firstSine,
            float secondCosine,
            float secondSine,
            int frames) {
        for (int i = 0; i < frames; i++) {
            float tReal = firstReal[i];
            float tImaginary = firstImaginary[i];
            float vReal = secondReal[i];
            float vImaginary = secondImaginary[i];
            float minusReal = tReal + vImaginary;
            float minusImaginary = tImaginary - vReal;
            float plusReal = tReal - vImaginary;
            float plusImaginary = tImaginary + vReal;
            firstReal[i] = minusReal * firstCosine - minusImaginary * firstSine;
            firstImaginary[i] = minusReal * firstSine + minusImaginary * firstCosine;
            secondReal[i] = plusReal * secondCosine - plusImaginary * secondSine;
            secondImaginary[i] = plusReal * secondSine + plusImaginary * secondCosine;
        }
    }

    private static void turn(float[] realRow, float[] imaginaryRow, float cosine, float sine, int frames) {
        for (int i = 0; i < frames; i++) {
            float a = realRow[i];
            float b = imaginaryRow[i];
            realRow[i] = a * cosine - b * sine;
            imaginaryRow[i] = a * sine + b * cosine;
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

    /** The inverse of {@link #separate} at bins k and half - k, times two, scaled and exchanged. */
    private static void join(
            float[] firstReal,
            float[] firstImaginary,
            float[] secondReal,
            float[] secondImaginary,
            float cosine,
            float sine,
            float scale,
            int frames) {
        for (int i = 0; i < frames; i++) {
            float aReal = scale * firstReal[i];
            float aImaginary = scale * firstImaginary[i];
            float bReal = scale * secondReal[i];
            float bImaginary = scale * secondImaginary[i];
            float evenReal = aReal + bReal;
            float evenImaginary = aImaginary - bImaginary;
            float turnedReal = aReal - bReal;
            float turnedImaginary = aImaginary + bImaginary;
            float oddReal = turnedReal * cosine + turnedImaginary * sine;
            float oddImaginary = turnedImaginary * cosine - turnedReal * sine;
            firstReal[i] = evenImaginary + oddReal;
            firstImaginary[i] = evenReal - oddImaginary;
            secondReal[i] = oddReal - evenImaginary;
            secondImaginary[i] = evenReal + oddImaginary;
        }
    }

    /** 0 Hz and Nyquist become one bin; the bin in the middle is its own mirror image. */
    private static void joinOuterBins(
            float[] outerReal,
            float[] outerImaginary,
            float[] middleReal,
            float[] middleImaginary,
            float scale,
            int frames) {
        for (int i = 0; i < frames; i++) {
            float zero = scale * outerReal[i];
            float nyquist = scale * outerImaginary[i];
            outerReal[i] = zero - nyquist;
            outerImaginary[i] = zero + nyquist;
            float parts = middleReal[i];
            middleReal[i] = -2 * scale * middleImaginary[i];
            middleImaginary[i] = 2 * scale * parts;
        }
    }
}
