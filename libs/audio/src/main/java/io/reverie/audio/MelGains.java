package io.reverie.audio;

/**
 * Gains of mel bands applied to a spectrum, the mask of dreaming through the transform: {@code X'[f,t] = X[f,t] * exp(sum
 * over m of W[f,m] * d[m,t])}. d are the gains in nepers (1 neper = 8.69 dB), and W the mel filters with the weights of
 * each bin divided by their sum, so that equal gains of all bands scale every bin by the same factor. Phases stay. Bins
 * that no filter covers (0 Hz, and what lies outside the filter bank) keep their value. Immutable and thread-safe.
 */
public final class MelGains {

    private final int bands;
    private final int[] firstBands;
    private final double[][] weights;

    /** Normalises the weights of each bin. */
    public MelGains(MelFilterBank filters) {
        this.bands = filters.bands();
        this.firstBands = new int[filters.bins()];
        this.weights = new double[filters.bins()][];
        int[] endBands = new int[filters.bins()];
        for (int band = 0; band < bands; band++) {
            for (int bin = filters.firstBin(band); bin < filters.endBin(band); bin++) {
                if (filters.weight(band, bin) > 0) {
                    firstBands[bin] = endBands[bin] == 0 ? band : firstBands[bin];
                    endBands[bin] = band + 1;
                }
            }
        }
        for (int bin = 0; bin < weights.length; bin++) {
            weights[bin] = normalised(filters, bin, firstBands[bin], endBands[bin]);
        }
    }

    /** The number of frequency bins. */
    public int bins() {
        return weights.length;
    }

    /** The number of mel bands. */
    public int bands() {
        return bands;
    }

    /** The weight W of a band's gain for a bin; 0 where the band's filter does not cover the bin. */
    public double weight(int band, int bin) {
        int index = band - firstBands[bin];
        return index >= 0 && index < weights[bin].length ? weights[bin][index] : 0;
    }

    /**
     * Applies gains: a new spectrum, the given one stays.
     *
     * @param gains nepers, the gain of (band, frame) at {@code frame * bands + band}
     * @throws IllegalArgumentException if the spectrum has another number of bins than the filters, or there is not one
     *     gain for each band and frame
     */
    public ComplexSpectrogram apply(ComplexSpectrogram spectrogram, float[] gains) {
        int bins = bins();
        if (spectrogram.bins() != bins || gains.length != (long) spectrogram.frames() * bands) {
            throw new IllegalArgumentException("spectrogram and gains must be [" + bins + " bins, frames] and [" + bands
                    + " bands, frames], but are [" + spectrogram.bins() + ", " + spectrogram.frames() + "] and "
                    + gains.length + " gains");
        }
        float[] values = spectrogram.values();
        float[] changed = new float[values.length];
        for (int frame = 0; frame < spectrogram.frames(); frame++) {
            for (int bin = 0; bin < bins; bin++) {
                float factor = (float) Math.exp(nepers(bin, gains, frame * bands));
                int at = 2 * (frame * bins + bin);
                changed[at] = values[at] * factor;
                changed[at + 1] = values[at + 1] * factor;
            }
        }
        return new ComplexSpectrogram(bins, spectrogram.frames(), changed);
    }

    private double nepers(int bin, float[] gains, int at) {
        double sum = 0;
        for (int i = 0; i < weights[bin].length; i++) {
            sum += weights[bin][i] * gains[at + firstBands[bin] + i];
        }
        return sum;
    }

    private static double[] normalised(MelFilterBank filters, int bin, int firstBand, int endBand) {
        double sum = 0;
        for (int band = firstBand; band < endBand; band++) {
            sum += filters.weight(band, bin);
        }
        double[] row = new double[endBand - firstBand];
        for (int i = 0; i < row.length; i++) {
            row[i] = filters.weight(firstBand + i, bin) / sum;
        }
        return row;
    }
}
