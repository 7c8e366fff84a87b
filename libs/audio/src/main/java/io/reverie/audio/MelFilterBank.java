package io.reverie.audio;

import java.util.Arrays;

/**
 * Triangular mel filters over the bins of an {@link Stft}, with the numbers of torchaudio's {@code melscale_fbanks}.
 * Each filter is kept from its first to its last bin that has weight. Immutable and thread-safe.
 */
public final class MelFilterBank {

    private static final int FRAMES_AT_ONCE = 4;

    private final int bins;
    private final double power;
    private final double[] edgesHz;
    private final int[] firstBins;
    private final float[][] weights;

    /**
     * Builds the filters.
     *
     * @throws IllegalArgumentException if an edge lies above the Nyquist frequency
     */
    public MelFilterBank(StftParameters stft, MelParameters mel) {
        double nyquist = stft.sampleRate() / 2.0;
        if (mel.minHz() >= nyquist) {
            throw new IllegalArgumentException(
                    "minHz must be below the Nyquist frequency (" + nyquist + " Hz), but is " + mel.minHz());
        }
        if (mel.maxHz() > nyquist) {
            throw new IllegalArgumentException(
                    "maxHz must be at most the Nyquist frequency (" + nyquist + " Hz), but is " + mel.maxHz());
        }
        this.bins = stft.bins();
        this.power = mel.power();
        // torchaudio spreads the bins up to the whole number of Hz below half the rate, which matters for odd rates.
        int highestHz = stft.sampleRate() / 2;
        this.edgesHz = edges(mel, mel.maxHz() == 0 ? highestHz : mel.maxHz());
        this.firstBins = new int[mel.bands()];
        this.weights = new float[mel.bands()][];
        double binHz = (double) highestHz / (bins - 1);
        for (int band = 0; band < mel.bands(); band++) {
            build(band, mel.norm(), binHz);
        }
    }

    /** The number of mel bands. */
    public int bands() {
        return weights.length;
    }

    /** The number of frequency bins. */
    public int bins() {
        return bins;
    }

    /** The first bin with weight in a band; equal to {@link #endBin} where the filter falls between two bins. */
    public int firstBin(int band) {
        return firstBins[band];
    }

    /** The bin behind the last one with weight in a band. */
    public int endBin(int band) {
        return firstBins[band] + weights[band].length;
    }

    /** The weight of a bin in a band, 0 outside {@link #firstBin} to {@link #endBin}. */
    public float weight(int band, int bin) {
        int index = bin - firstBins[band];
        return index >= 0 && index < weights[band].length ? weights[band][index] : 0;
    }

    /** The lower edge of a band's triangle, in Hz. */
    public double lowerHz(int band) {
        return edgesHz[band];
    }

    /** The centre of a band's triangle, in Hz. */
    public double centreHz(int band) {
        return edgesHz[band + 1];
    }

    /** The upper edge of a band's triangle, in Hz. */
    public double upperHz(int band) {
        return edgesHz[band + 2];
    }

    /**
     * The mel spectrogram: the filters' sums over the magnitudes raised to {@link MelParameters#power()}.
     *
     * @throws IllegalArgumentException if the number of bins differs
     */
    public MelSpectrogram apply(ComplexSpectrogram spectrogram) {
        if (spectrogram.bins() != bins) {
            throw new IllegalArgumentException(
                    "the spectrogram must have " + bins + " bins, but has " + spectrogram.bins());
        }
        float[] values = new float[bands() * spectrogram.frames()];
        double[][] magnitudes = new double[FRAMES_AT_ONCE][bins];
        for (int frame = 0; frame < spectrogram.frames(); frame += FRAMES_AT_ONCE) {
            int count = Math.min(FRAMES_AT_ONCE, spectrogram.frames() - frame);
            for (int i = 0; i < count; i++) {
                raise(spectrogram.values(), 2 * (frame + i) * bins, magnitudes[i]);
            }
            filter(magnitudes, count, values, frame * bands());
        }
        return new MelSpectrogram(bands(), spectrogram.frames(), values);
    }

    private void filter(double[][] magnitudes, int count, float[] values, int at) {
        double[] sums = new double[FRAMES_AT_ONCE];
        for (int band = 0; band < bands(); band++) {
            filtered(band, magnitudes, sums);
            for (int i = 0; i < count; i++) {
                values[at + i * bands() + band] = (float) sums[i];
            }
        }
    }

    /** Several frames side by side: one sum alone would wait for each of its additions. */
    private void filtered(int band, double[][] magnitudes, double[] sums) {
        float[] filter = weights[band];
        int first = firstBins[band];
        double[] magnitudes0 = magnitudes[0];
        double[] magnitudes1 = magnitudes[1];
        double[] magnitudes2 = magnitudes[2];
        double[] magnitudes3 = magnitudes[3];
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int i = 0; i < filter.length; i++) {
            double weight = filter[i];
            sum0 += weight * magnitudes0[first + i];
            sum1 += weight * magnitudes1[first + i];
            sum2 += weight * magnitudes2[first + i];
            sum3 += weight * magnitudes3[first + i];
        }
        sums[0] = sum0;
        sums[1] = sum1;
        sums[2] = sum2;
        sums[3] = sum3;
    }

    private void raise(float[] values, int at, double[] magnitudes) {
        for (int bin = 0; bin < bins; bin++) {
            double real = values[at + 2 * bin];
            double imaginary = values[at + 2 * bin + 1];
            magnitudes[bin] = real * real + imaginary * imaginary;
        }
        if (power == 1) {
            for (int bin = 0; bin < bins; bin++) {
                magnitudes[bin] = Math.sqrt(magnitudes[bin]);
            }
        } else if (power != 2) {
            for (int bin = 0; bin < bins; bin++) {
                magnitudes[bin] = Math.pow(magnitudes[bin], power / 2);
            }
        }
    }

    private void build(int band, MelNorm norm, double binHz) {
        double lower = lowerHz(band);
        double centre = centreHz(band);
        double upper = upperHz(band);
        int first = bins;
        int end = 0;
        float[] row = new float[bins];
        for (int bin = (int) Math.min(bins, Math.floor(lower / binHz)); bin < bins && bin * binHz < upper; bin++) {
            double hz = bin * binHz;
            double weight = Math.min((hz - lower) / (centre - lower), (upper - hz) / (upper - centre));
            if (weight > 0) {
                row[bin] = (float) (norm == MelNorm.SLANEY ? weight * 2 / (upper - lower) : weight);
                first = Math.min(first, bin);
                end = bin + 1;
            }
        }
        if (end == 0) {
            first = (int) Math.min(bins - 1, Math.round(centre / binHz));
            end = first;
        }
        firstBins[band] = first;
        weights[band] = Arrays.copyOfRange(row, first, end);
    }

    private static double[] edges(MelParameters mel, double maxHz) {
        double lowest = mel.scale().melOf(mel.minHz());
        double highest = mel.scale().melOf(maxHz);
        double[] edges = new double[mel.bands() + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = mel.scale().hzOf(lowest + (highest - lowest) * i / (edges.length - 1));
        }
        return edges;
    }
}
